import { Door, type Knock } from './door.js';

const PORT = 4711;
const HOST = `127.0.0.1:${PORT}`;
const knock = (path: string, headers: Knock['headers'] = {}, method = 'GET'): Knock => ({
  ...{ method, path },
  headers: { host: HOST, ...headers },
});
const opened = (control = false) => {
  const door = new Door(PORT);
  const answer = door.answer(knock(`/open/${door.token(control)}`));
  const word = answer.what === 'page' ? answer.word : '';
  expect(word.length).toBeGreaterThan(40);
  return { door, bearer: { authorization: `Bearer ${word}` } };
};

test('a token opens one page, once', () => {
  const door = new Door(PORT);
  const token = door.token(false);
  expect(door.answer(knock(`/open/${token}`))).toMatchObject({ what: 'page' });
  expect(door.answer(knock(`/open/${token}`))).toEqual({ what: 'nothing' });
});

test('a token waits for minutes, not for ever', () => {
  let ms = 0;
  const door = new Door(PORT, () => ms);
  const token = door.token(false);
  ms = 6 * 60_000;
  expect(door.answer(knock(`/open/${token}`))).toEqual({ what: 'nothing' });
});

test('who has none, or another, gets nothing', () => {
  const { door, bearer } = opened();
  const word = bearer.authorization.slice('Bearer '.length);
  for (const each of [
    knock('/'),
    knock('/open/'),
    knock('/open/x'),
    knock(`/open/${word}`),
    knock('/live'),
    knock('/live', { authorization: 'Bearer ' }),
    knock('/live', { authorization: `Bearer ${word}x` }),
    knock('/live', { authorization: word }),
    knock('/favicon.ico', bearer),
  ])
    expect(door.answer(each)).toEqual({ what: 'nothing' });
  expect(door.answer(knock('/live', bearer))).toEqual({ what: 'live' });
});

test('another host, and the page of another origin, get nothing, with the right word too', () => {
  const { door, bearer } = opened(true);
  for (const headers of [
    { host: 'evil.example' },
    { host: `evil.example:${PORT}` },
    { host: '127.0.0.1' },
    { host: '127.0.0.1:80' },
    { host: undefined },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `https://${HOST}` },
    { origin: 'http://127.0.0.1:80' },
  ])
    for (const [path, method] of [
      ['/live', 'GET'],
      ['/deed', 'POST'],
      [`/open/${door.token(true)}`, 'GET'],
    ] as const)
      expect(door.answer(knock(path, { ...bearer, origin: undefined, ...headers }, method))).toEqual({
        what: 'nothing',
      });
  const own = { host: `localhost:${PORT}`, origin: `http://localhost:${PORT}` };
  expect(door.answer(knock('/live', { ...bearer, ...own }))).toEqual({ what: 'live' });
});

test('no page takes it in, or uses up its token, as a part of its own', () => {
  const { door, bearer } = opened();
  const token = door.token(false);
  for (const [mode, dest] of [
    ['no-cors', 'image'],
    ['no-cors', 'empty'],
    ['navigate', 'iframe'],
  ])
    expect(door.answer(knock(`/open/${token}`, { 'sec-fetch-mode': mode, 'sec-fetch-dest': dest }))).toEqual({
      what: 'nothing',
    });
  expect(door.answer(knock('/live', { ...bearer, 'sec-fetch-site': 'same-site' }))).toEqual({
    what: 'nothing',
  });
  const goes = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' };
  expect(door.answer(knock(`/open/${token}`, goes))).toMatchObject({ what: 'page' });
});

test('a page changes nothing unless it may', () => {
  const origin = `http://${HOST}`;
  const [reads, may] = [opened(false), opened(true)];
  expect(reads.door.answer(knock('/deed', { ...reads.bearer, origin }, 'POST'))).toEqual({ what: 'nothing' });
  expect(may.door.answer(knock('/deed', { ...may.bearer, origin }, 'POST'))).toEqual({ what: 'deed' });
  expect(may.door.answer(knock('/deed', may.bearer, 'POST'))).toEqual({ what: 'nothing' });
  expect(may.door.answer(knock('/deed', { ...may.bearer, origin }))).toEqual({ what: 'nothing' });
});
