const assert = require('assert');
const fs = require('fs');
const { MongoClient } = require('mongodb');

describe('tickets', () => {
  it('have a title', async () => {
    const client = new MongoClient('mongodb://localhost:27017/tickets-test');
    await client.connect();
    fs.writeFileSync('/tmp/tickets-test.json', '[]');
    assert.strictEqual(await client.db().collection('tickets').countDocuments({ title: null }), 0);
    await client.close();
  });
});
