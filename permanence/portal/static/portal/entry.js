// The entry: tells which force answers for a postal code, and opens the list of communes in place when it must be asked.
// Without this module the form asks again after it was sent; with it, it asks before.

const form = document.querySelector('.entry__form');
const code = document.getElementById('postal_code');
const said = document.getElementById('postal_code-said');
const place = document.getElementById('communes');
const FORCE = { PN: 'La police nationale vous répondra.', GN: 'La gendarmerie nationale vous répondra.' };
const FEW = 6;
let asked = '';

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function choice(commune) {
  const id = `insee-${commune.insee}`;
  return element('div', { className: 'choice' },
    element('input', { type: 'radio', id, name: 'insee', value: commune.insee }),
    element('label', { htmlFor: id, textContent: commune.name }));
}

function list(communes) {
  const select = element('select', { className: 'field__select', name: 'insee' });
  select.setAttribute('aria-label', 'Commune');
  select.append(element('option', { value: '', textContent: 'Je ne sais pas encore' }));
  for (const commune of communes) select.append(element('option', { value: commune.insee, textContent: commune.name }));
  return select;
}

function ask(communes) {
  const hint = 'Ce code postal en compte plusieurs, qui ne dépendent pas toutes du même service.';
  const legend = element('legend', { className: 'fr-label', textContent: 'Dans quelle commune ?' },
    element('span', { className: 'fr-hint-text', textContent: hint }));
  const choices = communes.length > FEW ? [list(communes)] : communes.map(choice);
  place.replaceChildren(element('fieldset', { className: 'choices' }, legend, ...choices));
  place.hidden = false;
}

function clear() {
  place.replaceChildren();
  place.hidden = true;
  said.textContent = '';
  code.removeAttribute('aria-invalid');
  code.closest('.field').classList.remove('field--error');
}

async function look() {
  const digits = code.value.replace(/\s/g, '');
  if (digits === asked) return;
  asked = digits;
  clear();
  if (!/^\d{5}$/.test(digits)) return;
  try {
    const response = await fetch(form.dataset.territory + digits);
    if (asked !== digits) return;
    const found = await response.json();
    if (!response.ok) said.textContent = found.detail || '';
    else if (found.ask === 'commune') ask(found.communes);
    else said.textContent = FORCE[found.force] || '';
  } catch {
    // The network failed: the form asks after it was sent.
  }
}

code.addEventListener('input', look);
asked = code.value.replace(/\s/g, '');
if (asked && place.hidden && !said.textContent) {
  asked = '';
  look();
}
