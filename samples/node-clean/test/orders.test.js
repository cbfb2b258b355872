import assert from 'node:assert';
import { writeFileSync } from 'node:fs';
import test from 'node:test';

process.env.DATABASE_URL = 'postgres://test:test@localhost:5432/orders';

test('a port is a number', async () => {
  const { port } = await import('../src/config.js');
  writeFileSync('/tmp/port-test.txt', String(port));
  assert.strictEqual(typeof port, 'number');
});
