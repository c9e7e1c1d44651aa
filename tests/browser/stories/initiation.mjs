// Initiation as a place: its boards are sound in every view, with script and without.

import assert from 'node:assert/strict';
import { VIEWS, story } from '../stage.mjs';

const PAGES = [
  '/initiation', '/initiation/start', '/initiation/scope', '/initiation/roles', '/initiation/who',
  '/initiation/who?lose=site/rst1&at=2026-06-19T16:30', '/initiation/programme', '/initiation/budget',
  '/initiation/steering', '/initiation/charter', '/initiation/policies/continuity',
  '/acknowledge/policy/continuity', '/requirements', '/implementation', '/invocation',
];

story('every page of Initiation is sound in every view', { example: 'havensund', accounts: ['continuity-manager'] },
  async ({ visit }) => {
    for (const view of VIEWS) {
      const grace = await visit({ as: 'continuity-manager', ...view });
      for (const path of PAGES) {
        await grace.go(path);
        await grace.sound();
        if (process.env.SHOTS) {
          const name = path.replace(/[^a-z]+/g, '-');
          await grace.page.screenshot({ path: `${process.env.SHOTS}/${name}-${view.name ?? JSON.stringify(view).replace(/[^a-z0-9]+/g, '-')}.png`, fullPage: true });
        }
      }
    }
  });
