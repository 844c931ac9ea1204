/**
 * Finds words of the project's past in prose, identifiers and file names, and prints the word to write instead:
 * `npm run lint:words`, or `node scripts/lint-words.mjs PATH...`. Exits with 1 where one is found.
 *
 * Identifiers are read as words: `sideLooks`, `side_looks` and `side-looks` are all "side looks". A phrase that continues on
 * the next line is found, too.
 *
 * Left to the reader, because the same words have another meaning that is fine: "takes" and "lets" without the object
 * named here, "means" and "way", "join", "turn", "pace", "wider", "look", "inside" and "outside".
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'

/** What people read, and what they read the code by. Of `__tests__` only names are read. */
const cleanPaths = [
  '.github',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  '__tests__',
  'action.yml',
  'docs',
  'scripts',
  'server-check.sh',
  'src',
]

/** What to look for, in lower case and with identifiers split into words, and what to write instead. */
const table = [
  [/rungs?|climb(?:s|ed|er|ers|ing)?|ladders?/, 'stage, stages, run'],
  [/greet(?:s|ed|ing|ings)?/, 'banner, or identification in code'],
  [/hangs? up|hung up|hanging up/, 'closes the connection'],
  [/side looks?|side ports?/, 'port probe'],
  [/(?:first|second) looks?/, 'first attempt, second attempt'],
  [/nobody['’]?s port|control port/, 'an unused port'],
  [/strikes?/, 'failed login'],
  [/told|telling/, 'detection, how we know, given, informative'],
  [/mend(?:s|ed|ing)?/, 'fix'],
  [/(?<!\b(?:leaves?|leaving|left|lets?) (?:\S+ )?)alone/, 'only'],
  [/of (?:its|their|our|your|his|(?!one)\p{L}+['’]s) own/, 'its own, separate'],
  [/stands(?! (?:for|out))|stood/, 'is'],
  [/beside/, 'next to, in addition to'],
  [/all the same/, 'anyway'],
  [/anew/, 'again; recreated'],
  [/shall/, 'should'],
  [/may not/, 'cannot, might not'],
  [/swallow(?:s|ed|ing)?/, 'silently drops'],
  [/(?:second|one more|another) proof/, 'second authentication factor'],
  [
    /tak(?:es?|ing) (?:(?:no|this|that|the|a|any|only) )?(?:keys?|passwords?|logins?|connections?)/,
    'accepts',
  ],
  [
    /lets? (?:us|them|you|it|me|him|this|everybody|anybody|nobody|port \w+|the \w+(?: (?!log|stay|get)\w+)?) in(?! (?:the|a|an|this|that|one|its)\b)/,
    'allows, accepts the login',
  ],
  [/shuts? (?:\w+ ){0,2}out/, 'blocks'],
  [/turn(?:s|ed|ing)? (?:\w+ ){0,2}away/, 'blocks, denies'],
  [/ha(?:ve|s|ving) \S+ re-?read|ha(?:ve|s|ving) \S+ read (?:\S+ ){1,3}again/, 'reload'],
  [/another way in|other ways in/, 'another way to log in'],
  [
    /tak(?:es?|ing|en) (?:(?!it up|place|the|a|about|over)\p{L}+ )?(?:it|them|that|this|the \p{L}+|a \p{L}+|\p{L}+s) (?:away|out)/,
    'remove',
  ],
  [/takes? (?:text|anything) (?:\S+ ){0,4}for a/, 'treats it as'],
  [/with a reset of|refused with a reset/, 'refused'],
  [/less long/, 'shorter'],
  [/and their like|and the like of/, 'and others'],
  [/vouch(?:es|ed|ing)?/, 'confirms'],
  [/letter for letter/, 'exactly'],
  [/poses? as|pos(?:e|es|ed|ing) as/, 'impersonate'],
  [/leads to/, 'resolves to, causes'],
  [/joint/, 'combined'],
  [/brought/, 'imported'],
  [/(?:inside|outside) views?|views? from (?:in|out)side/, 'on-server check, remote check'],
  [/server['’]s half/, 'on-server check'],
  [/speakers?/, 'comment origin'],
  [/withh(?:olds?|eld|olding)/, 'redact'],
  [/shown source/, 'redacted source'],
  [/take turns|whose turn/, 'limiter'],
  [/telling rank/, 'outcome priority'],
  [/untried/, 'remaining credentials'],
  [/beaten/, 'overridden'],
  [/dead inputs?/, 'ignored input'],
  [/damag(?:e|es|ed|ing)/, 'corrupt, corruption'],
  [/halves agree/, 'public key matches'],
  [/blanks|blank(?! lines?)/, 'space'],
  [/line end/, 'newline'],
  [/drip(?:s|ped|ping)?/, 'trickle'],
  [/likeliest/, 'most likely'],
  [/for ever/, 'forever, never'],
  [/(?:mis)?spelt|learnt|whilst|amongst/, 'spelled, learned, while, among'],
  [/armour(?:ed|s)?/, 'PEM armor'],
  [
    /(?:colou|behaviou|honou|favou|neighbou|labou|flavou|rigou)r(?:s|ed|ing|al|able|ite)?|centres?|licence[sd]?|greys?|judgements?|artefacts?|catalogues?|defence|offence/,
    'American spelling',
  ],
  [
    /\p{L}*(?:author|recogn|initial|organ|normal|serial|neutral|summar|minim|maxim|optim|priorit|custom|canonical|sanit|real|special|general|emphas|apolog|capital|quant|penal|token|stabil|synchron|visual|final|central|local)is(?:e|es|ed|er|ers|ing|able|ation|ations)/,
    'American spelling (-ize)',
  ],
  [/analys(?:e|ed|ing)|mould|(?:model|label|signal|travel)l(?:ed|ing)/, 'American spelling'],
].map(([words, instead]) => ({
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.source})(?![\\p{L}\\p{N}])`, 'gu'),
  instead,
}))

/** Texts that stay as they are. */
const exceptions = [
  // IDs of causes are public and never change.
  'input/secret-withheld',
  'deploy/dead-input',
  'key/damaged',
  // Files and exports are named after them.
  'deadInput',
  'secretWithheld',
  'keyDamaged',
  // An error message of PuTTY.
  'not a recognised key file format',
  // And one of Git.
  'the remote end hung up unexpectedly',
]

/** Two files that must name the words. */
const skippedFiles = ['lint-words.mjs', 'lint-words.test.ts']

/** One word found. `line` is null for a file name. Of a test only the names are read, of itself and of its cases. */
function findingsIn(path, text) {
  // With its folder, since that names the ID of a cause.
  const name = search(join(basename(dirname(path)), basename(path))).map((found) => ({
    ...found,
    path,
    line: null,
  }))
  const read = path.includes('__tests__') ? namesIn(text) : text
  return [...name, ...search(read).map((found) => ({ ...found, path }))]
}

const testName =
  /\b(?:it|describe|test)(?:\.\w+)*\(\s*(['"`])(.*?)\1|\]\)\(\s*(['"`])(.*?)\3|\bname: (['"`])(.*?)\5/gs

/** The names of tests and scenarios in their lines, and nothing else. */
function namesIn(text) {
  const kept = [...text].map((character) => (character === '\n' ? '\n' : ' '))
  for (const match of text.matchAll(testName)) {
    for (let at = match.index; at < match.index + match[0].length; at += 1) kept[at] = text[at]
  }
  return kept.join('')
}

/** All words of the table in a text, with their lines, from 1. */
function search(text) {
  const lines = text.split('\n').map(plainWords)
  const ends = lines.reduce((all, line) => [...all, (all.at(-1) ?? -1) + line.length + 1], [])
  const whole = lines.join(' ')
  return table
    .flatMap(({ pattern, instead }) =>
      [...whole.matchAll(pattern)].map((match) => ({
        line: 1 + ends.findIndex((end) => match.index <= end),
        word: match[0],
        instead,
      })),
    )
    .sort((a, b) => a.line - b.line)
}

/** A line without comment signs and exceptions, in lower case, with identifiers split into words. */
function plainWords(line) {
  return exceptions
    .reduce((rest, text) => rest.replaceAll(text, '…'), line)
    .replace(/^\s*(?:\/\*\*|\*|\/\/|#+|>|-)\s*/, '')
    .replace(/(?<=\p{Ll}|\d)(?=\p{Lu})/gu, ' ')
    .replace(/(?<=[\p{L}\d])[-_](?=[\p{L}\d])/gu, ' ')
    .toLowerCase()
    .replace(/\s+/g, ' ')
}

function filesIn(path) {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => filesIn(join(path, name)))
}

const paths = process.argv.length > 2 ? process.argv.slice(2) : cleanPaths
const files = paths.flatMap(filesIn).filter((path) => !skippedFiles.includes(basename(path)))
const found = files.flatMap((path) => findingsIn(path, readFileSync(path, 'utf8')))
for (const { path, line, word, instead } of found) {
  const where = relative('.', path) + (line === null ? ' (file name)' : `:${line}`)
  console.log(`${where}: "${word}": write ${instead}`)
}
if (found.length > 0) process.exitCode = 1
