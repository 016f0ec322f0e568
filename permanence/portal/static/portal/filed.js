// A file in the thread, in words: what it is, its name, its size. `filed.py` says the same in pages without a script.
// No picture of it is ever kept or shown here: the device may be looked at.

const WORDS = {
  photo: { word: 'Photo', sent: 'Photo envoyée' },
  video: { word: 'Vidéo', sent: 'Vidéo envoyée' },
  audio: { word: 'Enregistrement', sent: 'Enregistrement envoyé' },
  document: { word: 'Document', sent: 'Document envoyé' },
};
const SHAPES = {
  photo: ['M3 5h18v14H3Z', 'm4 17 5-5 4 4 3-3 4 4', 'M15.5 9.5v.01'],
  video: ['M3 6h12v12H3Z', 'm15 11 6-4v10l-6-4'],
  audio: ['M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z', 'M6 11a6 6 0 0 0 12 0', 'M12 17v4'],
  document: ['M6 3h8l5 5v13H6Z', 'M14 3v5h5', 'M9 13h7', 'M9 17h7'],
};
const LONGEST_NAME = 30;
const HEAD = 18;
const TAIL = 9;
const ENDINGS = { image: /\.(jpe?g|png|hei[cf]|webp|gif)$/i, video: /\.(mp4|mov|3gp|webm|mkv)$/i, audio: /\.(m4a|mp3|ogg|opus|amr|wav|aac|flac)$/i };

function kind({ name, type }) {
  const told = (type || '').split('/')[0];
  const family = ENDINGS[told] ? told : Object.keys(ENDINGS).find((one) => !type && ENDINGS[one].test(name));
  return family === 'image' ? 'photo' : family || 'document';
}

export const word = (file) => WORDS[kind(file)].word;
export const sent = (file) => `${WORDS[kind(file)].sent}, ${size(file.size)}`;

export function size(bytes) {
  if (bytes < 1000) return `${bytes} octet${bytes > 1 ? 's' : ''}`;
  if (bytes < 1e6) return `${Math.floor(bytes / 1000)} ko`;
  return `${(bytes / 1e6).toLocaleString('fr-FR', { maximumFractionDigits: 1 })} Mo`;
}

// The beginning and the ending of a name: what tells one file from another.
export function short(name) {
  const letters = [...name];
  if (letters.length <= LONGEST_NAME) return name;
  return `${letters.slice(0, HEAD).join('')}…${letters.slice(-TAIL).join('')}`;
}

export function icon(file) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of [['viewBox', '0 0 24 24'], ['class', 'filed__icon'], ['aria-hidden', 'true']]) svg.setAttribute(name, value);
  for (const shape of SHAPES[kind(file)]) {
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', shape);
    svg.append(path);
  }
  return svg;
}

// What stands in the place of a message's text; `attachment`, once it is kept, makes its name a button.
export function filed(file, attachment) {
  const block = document.createElement('div');
  block.className = 'said__text filed';
  block.append(icon(file), about(file));
  if (attachment) named(block, attachment);
  return block;
}

// From now on it can be asked for.
export function named(block, attachment) {
  const name = block.querySelector('.filed__name');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'filed__name';
  button.dataset.attachment = attachment;
  button.setAttribute('aria-expanded', 'false');
  button.title = name.title;
  button.textContent = name.textContent;
  name.replaceWith(button);
}

function about(file) {
  const lines = document.createElement('div');
  lines.className = 'filed__about';
  const name = document.createElement('span');
  name.className = 'filed__name';
  name.title = file.name;
  name.textContent = short(file.name);
  const what = document.createElement('span');
  what.className = 'filed__what';
  what.textContent = `${word(file)}, ${size(file.size)}`;
  lines.append(name, what);
  return lines;
}
