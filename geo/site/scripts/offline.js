// Registers the service worker, where there is one to be had: not in a file opened from disk.
(() => {
  const worker = document.currentScript && document.currentScript.dataset.root;
  if (!worker || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  const root = new URL('.', new URL(worker, location.href));
  const words = document.querySelector('[data-save]');
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const fill = (text, value) => text.replace('{n}', number.format(value));
  // Offer to save the pages of this language, with their size.
  const offer = async () => {
    const list = await (await fetch(new URL(words.dataset.save, location.href))).json();
    const cache = await caches.open(list.cache);
    const [button, status] = words.children;
    const listMissing = async () => {
      const saved = new Set((await cache.keys()).map(({ url }) => url));
      return list.files.filter(([path]) => !saved.has(new URL(path, root).href));
    };
    const megabytes = (files) => files.reduce((sum, [, bytes]) => sum + bytes, 0) / 1e6;
    const show = (files) => {
      button.hidden = !files.length;
      button.textContent = fill(words.dataset.offer, megabytes(files));
      status.textContent = files.length ? '' : words.dataset.saved;
    };
    button.addEventListener('click', async () => {
      button.disabled = true;
      try {
        const files = await listMissing();
        for (const [at, [path]] of files.entries()) {
          status.textContent = fill(words.dataset.saving, Math.floor(100 * at / files.length));
          await cache.add(new URL(path, root));
        }
        show(await listMissing());
      } catch {
        show(await listMissing());
        status.textContent = words.dataset.failed;
      }
      button.disabled = false;
    });
    show(await listMissing());
    words.hidden = false;
  };
  // The page for what is not saved leads to what was asked for, within this site alone.
  const retry = document.querySelector('[data-retry]');
  const wanted = new URL(new URLSearchParams(location.search).get('page') || '', root);
  if (retry && location.search && wanted.href.startsWith(root.href)) {
    retry.hidden = false;
    retry.firstElementChild.href = wanted.href;
  }
  addEventListener('load', () => {
    navigator.serviceWorker.register(worker).catch(() => {});
    if (words) offer().catch(() => {});
  });
})();
