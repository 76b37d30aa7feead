/** What records say of themselves, as a reader sees it. */
import '../../testing.ts';
import assert from 'node:assert/strict';
const { otherNames } = await import('./profile.ts');

Deno.test('other spellings are parted as names are', () => {
  assert.equal(otherNames({ alt_names: 'Makhmour camp | Rustem Cudi' }), 'Makhmour camp · Rustem Cudi');
  assert.equal(otherNames({ alt_names: '' }), '');
  assert.equal(otherNames({}), '');
});
