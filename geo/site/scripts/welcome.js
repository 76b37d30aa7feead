// Puts the language that the reader's browser asks for first on the page before all languages.
(() => {
  const main = document.querySelector('body.root main');
  if (!main) return;
  const wanted = navigator.languages.map((code) => code.split('-')[0]);
  const sections = wanted.map((code) => main.querySelector(`section[lang="${code}"]`));
  const first = sections.find(Boolean);
  if (first) main.insertBefore(first, main.querySelector('section'));
})();
