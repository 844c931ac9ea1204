import type {
  AccountFacts,
  CommandFacts,
  CommandsFacts,
  DiskFacts,
  GitRemoteFacts,
  RepositoryFacts,
  SudoFacts,
  PackageManager,
  TargetFacts,
  TrialFacts,
} from '../../facts'

import {
  ours,
  oursOrNull,
  type Raw,
  remote,
  remoteNames,
  remoteOrNull,
  type Unredacted,
} from '../../facts/unredacted'

const longestName = 64
const longestPath = 4096
const mostGroups = 64

/** The lines that our script printed, by their first word, and nothing of what was around them. */
export type Answer = ReadonlyMap<string, readonly string[]>

/** Reads what the script of deploy-script.ts printed so far. Lines without the token are noise of the server's. */
export function readAnswer(stdout: string, token: string): Answer {
  const answer = new Map<string, string[]>()
  for (const line of stdout.split(/\r?\n/).slice(0, -1)) {
    const at = line.indexOf(`${token} `)
    if (at < 0) continue
    const [, word = '', rest = ''] = /^(\w+) ?(.*)$/s.exec(line.slice(at + token.length + 1)) ?? []
    const values = answer.get(word)
    if (values) values.push(rest)
    else answer.set(word, [rest])
  }
  return answer
}

/** The server's clock in whole seconds since 1970; null where `date` does not tell. */
export function timeIn(answer: Answer): number | null {
  return wholeNumber(only(answer, 'time'))
}

export function accountIn(answer: Answer): Raw<AccountFacts> | null {
  const uid = wholeNumber(only(answer, 'uid'))
  const name = nameOrNull(only(answer, 'user'))
  if (uid === null || name === null) return null
  const groups = (only(answer, 'groups') ?? '').split(' ').filter((group) => nameOrNull(group))
  const shell = only(answer, 'shell') ?? ''
  const packages = only(answer, 'packages') ?? ''
  return {
    name: remote(name),
    uid,
    groups: remoteNames(groups.slice(0, mostGroups), ' '),
    shell: shell === '' ? null : remote(shell, longestPath),
    isPlainShell: only(answer, 'plain') === 'yes',
    packages: packageManagers.find((each) => each === packages) ?? null,
  }
}

const packageManagers: readonly PackageManager[] = [
  ...(['apt-get', 'dnf', 'yum', 'apk', 'pacman', 'zypper', 'opkg', 'pkg', 'brew'] as const),
]

/** Null unless every one of the names was looked for. */
export function commandsIn(answer: Answer, names: readonly string[]): Raw<CommandsFacts> | null {
  if (!answer.has('searched')) return null
  const found = byNumber(answer, 'found')
  const lost = byNumber(answer, 'lost')
  const login = byNumber(answer, 'login')
  const elsewhere = byNumber(answer, 'elsewhere')
  const own = new Set(answer.get('own') ?? [])
  const trials = byNumber(answer, 'trial')
  const texts = byNumber(answer, 'trialtext')
  const versions = byNumber(answer, 'version')
  const commands = names.flatMap((name, index): Raw<CommandFacts>[] => {
    const number = index + 1
    const path = found.get(number) ?? null
    if (path === null && !lost.has(number)) return []
    return [
      {
        name: ours(name),
        path: remoteOrNull(path, longestPath),
        inShell: path !== null || !answer.has('ownasked') ? null : own.has(name),
        loginPath: remoteOrNull(login.get(number) ?? null, longestPath),
        elsewhere: remoteOrNull(elsewhere.get(number) ?? null, longestPath),
        trial: trialIn(trials.get(number), texts.get(number), versions.get(number)),
      },
    ]
  })
  if (commands.length !== names.length) return null
  return { commands, loginAsked: answer.has('loginasked') }
}

/** timeout(1) gives 124, which says nothing. */
function trialIn(code = '124', text = '', said = ''): Raw<TrialFacts> | null {
  if (code === '124') return null
  const version = /^rsync +version v?(\d{1,3}\.\d{1,3}\.\d{1,3})/.exec(said)?.[1] ?? null
  return { works: code === '0', text: remote(text, longestErrorLine), version: oursOrNull(version) }
}

/** Null unless sudo was asked for each of the commands. */
export function sudoIn(
  answer: Answer,
  commands: readonly string[],
): readonly Raw<SudoFacts>[] | null {
  const answers = byNumber(answer, 'sudo')
  const texts = byNumber(answer, 'sudotext')
  const found = commands.flatMap((command, index): Raw<SudoFacts>[] => {
    const said = sudoAnswers.find((each) => each === answers.get(index + 1))
    if (!said) return []
    const text = remote(texts.get(index + 1) ?? '', longestErrorLine)
    return [{ command: ours(command), answer: said, text }]
  })
  return found.length === commands.length ? found : null
}

/** What `git ls-remote` said, of each directory that it was started in; null when of none. */
export function gitRemotesIn(
  answer: Answer,
  directories: readonly string[],
): readonly Raw<GitRemoteFacts>[] | null {
  const codes = byNumber(answer, 'remote')
  const texts = byNumber(answer, 'remotetext')
  const found = directories.flatMap((path, index): Raw<GitRemoteFacts>[] => {
    const code = codes.get(index + 1)
    if (code === undefined) return []
    // timeout(1) gives 124.
    const outcome = code === '0' ? 'works' : code === '124' ? 'timeout' : 'fails'
    return [
      { path: ours(path), outcome, text: remote(texts.get(index + 1) ?? '', longestErrorLine) },
    ]
  })
  return found.length === 0 ? null : found
}

const sudoAnswers = ['allowed', 'refused', 'unknown'] as const
const longestErrorLine = 200

/** What the answer says of each of the directories; null when it says nothing of any. */
export function directoriesIn(
  answer: Answer,
  directories: readonly string[],
): readonly Raw<TargetFacts>[] | null {
  const found = directories.map((path, index) => targetIn(answer, path, `d${String(index + 1)}_`))
  const seen = found.filter((each) => each !== null)
  return seen.length === 0 ? null : seen
}

/**
 * Null unless the answer says what the target is; `target` is its path as the input names it.
 *
 * @param prefix what the words of this directory begin with
 */
export function targetIn(answer: Answer, target: string, prefix = ''): Raw<TargetFacts> | null {
  const word = (name: string) => only(answer, prefix + name)
  const kind = kinds.find((each) => each === word('kind'))
  const nearest = word('nearest')
  if (!kind || !nearest) return null
  const real = word('real') ?? ''
  const listed = listedMode.exec(answer.get(`${prefix}mode`)?.[0] ?? '')
  return {
    path: ours(target),
    kind,
    nearest: partOfPath(nearest, target),
    nearestIsDirectory: word('isdir') === 'yes',
    realPath: real.startsWith('/') ? remote(real, longestPath) : null,
    enterable: yesOrNo(word('enter')),
    writable: yesOrNo(word('writable')),
    judgedBy: 'access',
    readOnly: yesOrNo(word('readonly')),
    mode: oursOrNull(listed?.[1] ?? null),
    owner: remoteOrNull(nameOrNull(listed?.[2])),
    group: remoteOrNull(nameOrNull(listed?.[3])),
    repository: repositoryIn(
      word('repository'),
      answer.get(`${prefix}gitmode`),
      word('safe'),
      word('remotes'),
    ),
    disk: diskIn(answer, prefix, only(answer, 'uid') === '0'),
  }
}

/** Mode, owner and group of a line of `ls -ld`. */
const listedMode = /^([-dlbcps][-rwxsStTlL]{9})[.+@]?\s+\d+\s+(\S+)\s+(\S+)\s/

function repositoryIn(
  path: string | undefined,
  modes: readonly string[] = [],
  safe: string | undefined,
  remotes: string | undefined,
): Raw<RepositoryFacts> | null {
  if (!path?.startsWith('/')) return null
  const owners = modes.flatMap((mode) => {
    const owner = nameOrNull(listedMode.exec(mode)?.[2])
    return owner === null ? [] : [remote(owner)]
  })
  return {
    path: remote(path, longestPath),
    owners,
    isSafe: safe === 'yes',
    hasRemote: yesOrNo(remotes),
  }
}

/** A part of the target's path as the input names it is no word of the server's. */
export function partOfPath(path: string, target: string): Unredacted {
  return target.startsWith(path) ? ours(path) : remote(path, longestPath)
}

const kinds = ['directory', 'file', 'dangling-link', 'missing', 'hidden'] as const

/**
 * `df -Pk` and `df -Pi` (XCU, df: in POSIX form one line each). Root may use what is kept back for it, which is not
 * "available". Where inodes are not counted there are none in total.
 */
function diskIn(answer: Answer, prefix: string, isRoot: boolean): Raw<DiskFacts> | null {
  const space = rowOf(answer.get(`${prefix}disk`))
  if (!space) return null
  const inodes = rowOf(answer.get(`${prefix}inodes`))
  const counted = inodes !== null && inodes.total > 0
  return {
    freeBytes: (isRoot ? Math.max(0, space.total - space.used) : space.available) * 1024,
    totalBytes: space.total * 1024,
    freeInodes: counted ? inodes.available : null,
    totalInodes: counted ? inodes.total : null,
    mountPoint: remote(space.mountPoint, longestPath),
  }
}

function rowOf(lines: readonly string[] | undefined) {
  for (const line of lines ?? []) {
    const row = /\s(\d{1,15})\s+(\d{1,15})\s+(-?\d{1,15})\s+(?:\d+%|-)\s+(\/.*)$/.exec(line)
    if (row) {
      return {
        total: Number(row[1]),
        used: Number(row[2]),
        available: Math.max(0, Number(row[3])),
        mountPoint: row[4] ?? '',
      }
    }
  }
  return null
}

/** Lines `number text`, by their number. */
function byNumber(answer: Answer, word: string): ReadonlyMap<number, string> {
  const entries = (answer.get(word) ?? []).flatMap((line): [number, string][] => {
    const found = /^(\d{1,3})(?: (.*))?$/s.exec(line)
    return found ? [[Number(found[1]), found[2] ?? '']] : []
  })
  return new Map(entries)
}

/** The value of a word that is there once; a word that is there twice is not believed. */
function only(answer: Answer, word: string): string | undefined {
  const values = answer.get(word)
  return values?.length === 1 ? values[0] : undefined
}

const wholeNumber = (text: string | undefined) =>
  text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null

const yesOrNo = (text: string | undefined) => (text === 'yes' ? true : text === 'no' ? false : null)

/** A name of a user or a group; what has spaces or control characters in it is none. */
const nameOrNull = (text: string | undefined) =>
  text !== undefined && text.length <= longestName && /^[^\s\p{Cc}]+$/u.test(text) ? text : null
