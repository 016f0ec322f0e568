// Keeps the box above the on-screen keyboard where the browser lets the keyboard cover the page (Safari on iPhone).

export function follow() {
  const viewport = window.visualViewport;
  if (!viewport) return;
  const measure = () => {
    const zoomed = viewport.scale > 1.01;
    const covered = zoomed ? 0 : Math.max(0, window.innerHeight - viewport.height - viewport.offsetTop);
    document.documentElement.style.setProperty('--keyboard', `${Math.round(covered)}px`);
  };
  viewport.addEventListener('resize', measure);
  viewport.addEventListener('scroll', measure);
  measure();
}
