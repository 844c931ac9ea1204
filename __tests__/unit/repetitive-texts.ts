import { sample } from './server-check/recorded'

/** Makes a text of about so many characters. */
type Generator = (size: number) => string

const repeated =
  (unit: string, before = '', after = ''): Generator =>
  (size) =>
    before +
    unit.repeat(Math.max(0, Math.floor((size - before.length - after.length) / unit.length))) +
    after

/** Each line with a number of its own, so that nothing is a repetition of another. */
const numbered =
  (line: (n: number) => string, before = ''): Generator =>
  (size) => {
    let text = before
    for (let n = 0; text.length < size; n++) text += line(n)
    return text.slice(0, size)
  }

const nested =
  (open: string, close: string, before = ''): Generator =>
  (size) => {
    const depth = Math.floor((size - before.length) / (open.length + close.length))
    return before + open.repeat(depth) + close.repeat(depth)
  }

const units = [
  '"',
  "'",
  '\\',
  '`',
  '$((',
  '${',
  '${{',
  '${{ a }}',
  '$a ',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ', ',
  ' ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '-',
  '--',
  ':',
  '://',
  '@',
  'a@',
  '.',
  '=',
  '#',
  '# a:1 ',
  '*',
  '!*,',
  '?',
  '|',
  '|1|',
  '<<a\n',
  '<<A ',
  '>',
  '> ',
  '&',
  '&amp;',
  '&quot;',
  '{&quot;',
  '\u001b[',
  '\u001b]',
  '[0',
  '[1;',
  '\u0000',
  '\u200b',
  '\ue000',
  'é',
  '😀',
  '\ud800',
  'A',
  'a b\n',
  'AAAA',
  'ssh-ed25519 AAAA',
  'ssh-ed25519 AAAA\n',
  'ssh-rsa ',
  'ssh ',
  'ssh -p 22 ',
  'ssh -o "a = b" a@b ',
  'env ',
  'sudo ',
  'A=1 ',
  'timeout ',
  'rsync -e "ssh a" ',
  'rsync a:b c\n',
  'ssh $A@b\n',
  'a=1\nssh ${a}\n',
  '1s',
  '0.0.0.0,',
  '1.',
  '0x1.',
  'SHA256:',
  'MD5:00:',
  '00:',
  '(A)\n',
  '-----BEGIN ',
  'PRIVATE KEY-----\n',
  '%a',
  '{"serverCheck":1',
  '{"serverCheck":1,"verdicts":[\n',
  '"verdicts":[',
  '"verdicts":[{"id":"',
  '{"id":"a","certainty":"b","title":"c","why":"d"',
  '{"mark":"',
  '"asked":{',
  'VERDICT\n',
  'SSH server check: port 22\n',
  '-----BEGIN SSH PREFLIGHT ANSWER-----\n',
  '-----END SSH PREFLIGHT ANSWER-----\n',
  '-\nB\nE\nG\nI\nN',
  'Checksum: ',
  '{\n',
  '```\n',
  '2024-01-01T00:00:00.0000000Z ',
  'server-check.sh',
  'server-check.sh: ',
  'Permission denied ',
  'connect to host example.com port 22: ',
  'a: &a [*a,*a]\n',
  '&a ',
  '? ',
  '- ',
  '- - ',
  'a: |\n ',
  '<<: *a\n',
  '%TAG ! a\n',
  '---\n',
  '!!str ',
]

/** Texts of any size that make careless readers slow, by what they are. */
export const repetitiveTexts: Readonly<Record<string, Generator>> = {
  ...Object.fromEntries(units.map((unit) => [JSON.stringify(unit), repeated(unit)])),
  'an answer, and one character': (size) => sample('stopped') + 'a'.repeat(size),
  'an answer in JSON, and backslashes': repeated('\\', '{"serverCheck":1,"verdicts":["'),
  'an answer that lost its end': (size) =>
    sample('stopped-json').trim().slice(0, -2) + ' '.repeat(size),
  'a block without an end': repeated('eyJz\n', '-----BEGIN SSH PREFLIGHT ANSWER-----\n'),
  'much evidence': repeated(
    '{"mark":"ok","area":"keys","text":"a"},',
    '{"serverCheck":1,"verdicts":[],"evidence":[',
  ),
  'lines that differ': numbered((n) => `${String(n)}\n`),
  'hosts that differ': numbered((n) => `h${String(n)}.example.com,`),
  'known hosts that differ': numbered((n) => `h${String(n)} ssh-ed25519 AAAA\n`),
  'names that differ on one line': numbered((n) => `h${String(n)},`),
  'expressions that differ': numbered((n) => '${{ a' + String(n) + ' }} '),
  'variables that differ': numbered((n) => `ssh \${A${String(n)}}@b\n`),
  'variables that are set': numbered((n) => `A${String(n)}=1\nssh \${A${String(n)}}@b\n`),
  'here-documents without an end': numbered((n) => `cat <<E${String(n)} `),
  'here-documents in each other': repeated('\n', '<<a <<b <<c '.repeat(100)),
  'keys of a map that differ': numbered((n) => `k${String(n)}: v\n`),
  'merge keys in a row': numbered(
    (n) => `k${String(n)}: &k${String(n)} {<<: *k${String(n - 1)}, a${String(n)}: 1}\n`,
    'k-1: &k-1 {a: 1}\n',
  ),
  'aliases that multiply': numbered(
    (n) => `k${String(n)}: &k${String(n)} [${`*k${String(n - 1)},`.repeat(9)}]\n`,
    'k-1: &k-1 [a]\n',
  ),
  'nested brackets': nested('[', ']'),
  'nested braces': nested('{a: ', '}'),
  'nested JSON': nested('{"a":', '}'),
  'nested substitutions': nested('$(', ')'),
  'nested quotes': nested('"$(', ')"'),
}
