/** The checks of a story: each claim with its outcome, what the atlas has on it, and who says so. */
import * as Dates from '../../paint/data/dates.ts';
import { byRank, sourceItem } from '../links/citation.ts';
import { h, picture } from '../dom.ts';
import type { Check } from '../../paint/data/page_data.ts';
import type { Text } from '../../paint/data/tables.ts';
import { eventPath } from '../../paint/map/symbols.ts';
import type { Atlas } from '../page.ts';
import type { Story } from './story.ts';

/** Shape, colour and sign of each outcome: none of them alone has to carry the meaning. */
const MARKS: Record<
  string,
  { colour: string; sign: number[][]; hollow?: boolean; shape: (path: Path2D) => void }
> = {
  supported: { colour: '#14695c', sign: [[4, 8.5, 7, 11.5, 12, 5]], shape: (path) => path.arc(8, 8, 7.5, 0, 7) },
  disputed: {
    colour: '#8a5a00',
    sign: [[4.4, 7, 6.2, 5.4, 9.8, 7.4, 11.6, 5.8], [4.4, 10.6, 6.2, 9, 9.8, 11, 11.6, 9.4]],
    shape: (path) => path.roundRect(0.5, 0.5, 15, 15, 4),
  },
  not_supported: {
    colour: '#a5301f',
    sign: [[5, 5, 11, 11], [11, 5, 5, 11]],
    shape: (path) => path.addPath(new Path2D(eventPath('octagon', 8, 8, 7.55))),
  },
  not_testable: {
    colour: '#5d6168',
    hollow: true,
    sign: [[5.6, 6.2, 6.2, 4.6, 8, 4, 9.8, 4.7, 10.3, 6.2, 9.4, 7.6, 8, 8.6, 8, 9.6], [8, 11.8, 8, 12]],
    shape: (path) => path.arc(8, 8, 7, 0, 7),
  },
};

function mark(outcome: string, size = 16) {
  const { colour, sign, shape, hollow } = MARKS[outcome];
  const image = picture(size, size, (pen) => {
    pen.scale(size / 16, size / 16);
    const path = new Path2D();
    shape(path);
    Object.assign(pen, { fillStyle: colour, strokeStyle: colour, lineWidth: 1.4, lineCap: 'round', lineJoin: 'round' });
    if (hollow) {
      pen.setLineDash([2.4, 2]);
      pen.stroke(path);
      pen.setLineDash([]);
    } else {
      pen.fill(path);
      pen.strokeStyle = '#fff';
    }
    pen.lineWidth = 1.8;
    for (const line of sign) {
      pen.beginPath();
      for (let i = 0; i < line.length; i += 2) pen.lineTo(line[i], line[i + 1]);
      pen.stroke();
    }
  });
  image.className = 'gl-mark';
  return image;
}

const IN_VIEW = 3; // claims of a step that are in view; the others open below them

export function checks(story: Story, outcomes: Check[]) {
  if (!outcomes.length) return null;
  const list = (some: Check[]) => some.map((check) => h('li', row(story, check)));
  const more = outcomes.slice(IN_VIEW);
  return h(
    'ul.gl-checks',
    { 'aria-label': story.t('story.checks') },
    list(outcomes.slice(0, IN_VIEW)),
    more.length
      ? h(
        'li',
        h(
          'details.gl-more-claims',
          h('summary', story.t('story.more', { n: Dates.number(more.length, story.atlas.view.language) })),
          h('ul.gl-checks', list(more)),
        ),
      )
      : null,
  );
}

function row(story: Story, check: Check) {
  const outcome = MARKS[check.outcome] ? check.outcome : 'not_testable';
  return h(
    'details.gl-claim',
    { class: 'gl-claim gl-' + outcome },
    h(
      'summary',
      h('span.gl-outcome', { style: { color: MARKS[outcome].colour } }, mark(outcome), story.t('outcome.' + outcome)),
      h('span.gl-claim-text', { dir: 'auto' }, story.say(check.claim)),
      check.days ? h('span.gl-claim-days', { dir: 'auto' }, story.say(check.days)) : null,
    ),
    evidence(story, check),
  );
}

function evidence(story: Story, check: Check) {
  const { atlas } = story;
  const lines = (key: string, texts: Text[] = []) =>
    texts.length && [h('h4', story.t(key)), h('ul', texts.map((text) => h('li', { dir: 'auto' }, story.say(text))))];
  return h(
    'div.gl-evidence',
    lines('check.found', check.found) || null,
    lines('check.expected', check.expected) || null,
    citations(atlas, check.sources, 'check.sources'),
    citations(atlas, check.against, 'check.against'),
    citations(atlas, check.rests, 'check.rests'),
  );
}

export function citations(atlas: Atlas, ids: string[], key: string, open?: boolean) {
  if (!ids || !ids.length) return null;
  return h(
    'details.gl-cited',
    { open: Boolean(open) },
    h('summary', `${atlas.t(key)} (${Dates.number(ids.length, atlas.view.language)})`),
    h('ul', byRank(atlas, ids).map((id) => sourceItem(atlas, id))),
  );
}

export function tally(story: Story, outcomes: Check[]) {
  const all = outcomes.map((check) => check.outcome);
  if (!all.length) return null;
  const { language } = story.atlas.view;
  return h(
    'ul.gl-tally',
    { 'aria-label': story.t('story.checks') },
    Object.keys(MARKS).map((outcome) => [outcome, all.filter((ownOutcomes) => ownOutcomes === outcome).length] as const)
      .filter(([, count]) => count).map(([outcome, count]) =>
        h('li', mark(outcome, 14), `${Dates.number(count, language)} ${story.t('outcome.' + outcome)}`)
      ),
  );
}
