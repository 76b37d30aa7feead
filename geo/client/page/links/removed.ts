/** Links to rows that the data had before it was narrowed: they open what stands there now, and say so. */
import * as Dates from '../../paint/data/dates.ts';
import { h } from '../dom.ts';
import type { View } from '../../paint/data/view.ts';
import type { Atlas } from '../page.ts';

const DAY = /^(\d{4}-\d\d)(-\d\d)?-/; // the day that the id of an event begins with

/** A view with what stands in place of a selected row that is gone, and the key of the words that say so; no words
 * where nothing is gone. A spell's id is its unit and a number, a part's that of its sub-district and a letter; an
 * event's begins with its day. */
export function replaceRemoved(atlas: Atlas, view: View): { view: View; note: string } {
  if (!atlas.data.about.detailSince) return { view, note: '' };
  const [, name, id] = (view.selection || '').match(/^(\w+):(.*)$/s) || [];
  const control = atlas.layers.get('control');
  if (name === 'control' && control && !control.index.has(id)) {
    const unit = id.replace(/-[1-9]\d*$/, '');
    const rows = [unit, unit.replace(/[a-z]$/, '')].flatMap((code) =>
      control.units.filter((row) => row.unit === code || row.pcode === code)
    );
    if (rows.length) return { view: { ...view, selection: 'control:' + rows[0].unit }, note: 'link.removed.unit' };
  }
  const events = atlas.layers.get('events');
  const [, month, day] = (name === 'events' && id.match(DAY)) || [];
  if (month && events && !events.byId.has(id)) {
    const date = Dates.day(month + (day || '-01'));
    if (date !== null) return { view: { ...view, selection: null, date }, note: 'link.removed.event' };
  }
  return { view, note: '' };
}

/** A line among the notices that says what a link leads to instead. */
export class RemovedNotice {
  line = h('p.gl-story-note', { role: 'status', hidden: true });

  constructor(readonly atlas: Atlas, notices: HTMLElement) {
    notices.append(this.line);
    this.update();
  }

  update() {
    const { removed, data } = this.atlas;
    this.line.hidden = !removed;
    if (removed) this.line.textContent = this.atlas.t(removed, { version: data.about.detailSince });
  }
}
