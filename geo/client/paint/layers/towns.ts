/** Towns and villages, shown by rank as the map comes closer. */
import * as Dates from '../data/dates.ts';
import { namesOf, otherNames, profile } from '../data/profile.ts';
import { ofGround, sourcesOf } from './ground.ts';
import { cited, rowsOf } from '../data/rows.ts';
import { atZoom, type Context2D, type Frame } from '../map/frame.ts';
import { type Placed, Points } from '../map/points.ts';
import { circle } from '../map/symbols.ts';
import type { Tables, Town } from '../data/tables.ts';
import type { Scene } from '../scene.ts';
import type { CardContent, Painter, SearchItem } from './layer.ts';

const FROM_ZOOM: Record<number, number> = { 1: 0, 2: 6.5, 3: 8, 4: 9, 5: 10.5 };
/** From which zoom on they are shown where their name finds room. */
const NAMED_FROM_ZOOM: Record<number, number> = { 1: 0, 2: 6, 3: 6.8, 4: 8.5, 5: 10 };
/** Which names come first, by rank: the largest towns before all others, disputed areas and governorates after the next. */
const RANKS = [0, 1, 130, 300, 400, 500];

const SIZES: Record<number, (frame: Frame) => number> = {
  1: (frame) => atZoom(frame, 11.5, 14),
  2: (frame) => atZoom(frame, 11, 12),
  3: () => 11.5,
  4: () => 11,
  5: () => 10,
};

export class Towns extends Points<Town> {
  constructor(atlas: Scene, layers: Tables) {
    super(atlas, () => rowsOf(layers.towns));
    this.fades = false;
    this.uses = new Set(['selection']);
    this.order = 5;
    this.searchRank = 2;
    this.reach = 5;
  }

  override arrange(rows: Placed<Town>[]) {
    return rows.sort((a, b) => a.rank - b.rank);
  }

  /** In a picture, where nobody can choose it, a dot without a name says nothing. */
  override rowsShown(frame: { zoom: number }) {
    const { isPicture, view } = this.atlas;
    return this.rows.filter((row) =>
      isPicture ? view.selection === `towns:${row.id}` : frame.zoom >= FROM_ZOOM[row.rank]
    );
  }

  /** Towns that are there only with their names are painted with them. */
  override painters(): Painter[] {
    const [marks] = super.painters();
    const draw = (ctx: Context2D, frame: Frame) => {
      marks.draw(ctx, frame);
      const changed = this.atlas.layers.get('control')?.changedUnits() || null;
      const subject = this._subject(frame);
      for (const row of this.rows) {
        const alone = frame.zoom < FROM_ZOOM[row.rank];
        // Beyond the country names are wanted only where they do not compete with its own.
        if (this.atlas.leftOut.has('towns:' + row.id)) continue;
        if (alone && (frame.zoom < NAMED_FROM_ZOOM[row.rank] || row.at < 0)) continue;
        const [x, y] = frame.pixel(...row.xy);
        if (frame.inside(x, y)) this._name(row, x, y, frame, changed, row === subject);
      }
    };
    return [{ ...marks, draw, uses: new Set([...this.uses, 'compare', 'compareMode', 'date']) }];
  }

  /** What the frame shows: of the towns in it that rank first, the one nearest to its middle. */
  _subject(frame: Frame) {
    const [left, top, right, bottom] = frame.window;
    let subject: Placed<Town> | null = null;
    let least = Infinity;
    for (const row of this.rows) { // sorted by rank
      if (subject && row.rank > subject.rank) break;
      const [x, y] = frame.pixel(...row.xy);
      const far = Math.hypot(x - (left + right) / 2, y - (top + bottom) / 2);
      if (x < left || x > right || y < top || y > bottom || far >= least) continue;
      [subject, least] = [row, far];
    }
    return subject;
  }

  _name(row: Placed<Town>, x: number, y: number, frame: Frame, changed: Set<number> | null, isSubject: boolean) {
    const alone = frame.zoom < FROM_ZOOM[row.rank];
    const isForemost = profile.foremost.includes(row.id);
    this.label(row, x, y, {
      offset: 5,
      size: (isForemost ? atZoom(frame, 12.5, 17) : SIZES[row.rank](frame)) - (alone ? 0.5 : 0),
      weight: isForemost ? 700 : row.rank < 3 ? 600 : 400,
      // On ground that the view says changed hands, names come before others of their rank.
      rank: isSubject ? 0 : (isForemost ? 50 : RANKS[row.rank]) - (changed?.has(row.at) ? 90 : 0) + (alone ? 200 : 0),
      first: isSubject || row.rank === 1,
      colour: this.atlas.style.ink,
      weak: row.rank > 2,
      beyond: this.atlas.shows('control') ? this.atlas.layers.get('control')?.beyond(frame, row.at) : undefined,
      mark: alone || this.atlas.isPicture
        ? { draw: (ctx) => this.mark(ctx, row, x, y), radius: this.radius(row) }
        : undefined,
    });
  }

  override radius(row: Town) {
    return row.rank === 1 ? 3.4 : row.rank < 4 ? 2.4 : 1.7;
  }

  override mark(ctx: Context2D, row: Placed<Town>, x: number, y: number) {
    const { style } = this.atlas;
    circle(ctx, x, y, this.radius(row), { fill: row.rank < 4 ? style.ink : style.faint, edge: style.halo });
  }

  kind(row: Town) {
    return this.atlas.t('kind.' + row.kind);
  }

  override items(): SearchItem[] {
    const control = this.atlas.layers.get('control');
    return super.items().map((item) => {
      const row = this.byId.get(item.id);
      return { ...item, rank: row?.rank || item.rank, where: row && control?.about(row.at) };
    });
  }

  card(row: Town): CardContent {
    const { t } = this.atlas;
    const control = this.atlas.layers.get('control');
    const unit = control ? control.topology.unitNear({ lat: row.lat, lng: row.lon }) : -1;
    const spell = control && unit >= 0 ? control.history.at(unit, this.atlas.day) : null;
    return {
      title: this.atlas.nameOf(row),
      subtitle: t('kind.' + row.kind) + ' · ' +
        (control && unit >= 0 ? control.lies(control.units[unit]) : t('holder.abroad')),
      ...ofGround(this.atlas, unit >= 0 ? [unit] : [], true, row),
      rows: [
        [t('details.names'), namesOf(row).join(' · ')],
        [t('details.alt'), otherNames(row)],
        [
          t('details.population'),
          row.population === null ? null : Dates.number(row.population, this.atlas.view.language),
        ],
        [t('details.pcode'), row.pcode],
      ],
      text: spell ? spell.note : row.note,
      sources: sourcesOf(
        this.atlas,
        unit >= 0 ? [unit] : [],
        [row.source, spell && cited(spell)].filter(Boolean).join(';'),
      ),
      history: control && unit >= 0 ? control.history.all(unit) : null,
    };
  }
}
