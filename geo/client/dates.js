/** Days as whole numbers since 1970-01-01, and how they are written in each language. */
(function () {
  'use strict';
  const DAY = 86400000;
  const LOCALES = {en: 'en-GB', ar: 'ar-IQ', ckb: 'ckb-IQ'};
  // Month names of Sorani, for browsers that do not know them.
  const CKB = ['کانوونی دووەم', 'شوبات', 'ئازار', 'نیسان', 'ئایار', 'حوزەیران', 'تەممووز', 'ئاب',
    'ئەیلوول', 'تشرینی یەکەم', 'تشرینی دووەم', 'کانوونی یەکەم'];
  const formats = {};
  const numbers = {};

  const Dates = (Greenline.Dates = {
    /** @param {string} iso @returns {?number} */
    day(iso) {
      if (!iso) return null;
      const time = Date.parse(iso + 'T00:00:00Z');
      return Number.isNaN(time) ? null : Math.round(time / DAY);
    },

    /** @param {number} day @returns {string} */
    iso(day) {
      return new Date(day * DAY).toISOString().slice(0, 10);
    },

    /** Write a day as exactly as it is known. @param {number} day @param {string} language
     * @param {string} [precision] day, month or year */
    words(day, language, precision = 'day') {
      const date = new Date(day * DAY);
      if (language === 'ckb') return sorani(date, precision);
      const key = language + precision;
      formats[key] = formats[key] || new Intl.DateTimeFormat(LOCALES[language], {
        timeZone: 'UTC', year: 'numeric',
        ...(precision !== 'year' && {month: 'long'}), ...(precision === 'day' && {day: 'numeric'}),
      });
      return formats[key].format(date);
    },

    /** Write a number with the language's digits. */
    number(value, language, digits = 0) {
      const key = language + digits;
      numbers[key] = numbers[key] || new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'ar-IQ', {maximumFractionDigits: digits});
      return numbers[key].format(value);
    },

    /** A whole number without separators, in the language's digits. */
    digits(value, language) {
      return language === 'en' ? String(value) : String(value).replace(/\d/g, (digit) => '٠١٢٣٤٥٦٧٨٩'[digit]);
    },

    /** Move by calendar months, keeping to the month's last day. */
    addMonths(day, months) {
      const date = new Date(day * DAY);
      const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
      const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
      return Math.round(first / DAY) + Math.min(date.getUTCDate(), last) - 1;
    },

    year(day) {
      return new Date(day * DAY).getUTCFullYear();
    },
  });

  function sorani(date, precision) {
    const digits = (value) => Dates.digits(value, 'ckb');
    const year = digits(date.getUTCFullYear());
    if (precision === 'year') return year;
    const month = CKB[date.getUTCMonth()] + 'ی ' + year;
    return precision === 'month' ? month : digits(date.getUTCDate()) + 'ی ' + month;
  }

  Dates.FIRST = Dates.day('1991-01-01');
  Dates.LAST = Dates.day('2025-12-31');
})();
