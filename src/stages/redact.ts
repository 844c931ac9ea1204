import type {
  AuthenticationFacts,
  DeployFacts,
  Fact,
  ForwardingFacts,
  ServerCheckFacts,
  SessionFacts,
} from '../facts'

/**
 * Takes a password out of what a server said after it was told: a hostile one could send it back. Only texts and names that
 * the server chose are touched, so that a password such as `closed` cannot change a fact.
 */
export function redactAuthentication(
  facts: AuthenticationFacts,
  password: string | null,
): AuthenticationFacts {
  const clean = cleaner(password)
  const names = (list: readonly string[]) =>
    list.map((name) => (knownMethods.has(name) ? name : clean(name)))
  return {
    ...facts,
    methods: facts.methods && names(facts.methods),
    attempts: facts.attempts.map((attempt) => ({
      ...attempt,
      methodsAfter: names(attempt.methodsAfter),
      prompts: attempt.prompts.map(clean),
    })),
    banners: facts.banners.map((banner) => ({ ...banner, text: clean(banner.text) })),
    disconnect: facts.disconnect && { ...facts.disconnect, text: clean(facts.disconnect.text) },
  }
}

/** The same for everything that came after the login. */
export function redactSession(facts: SessionFacts, password: string | null): SessionFacts {
  const clean = cleaner(password)
  const { exec, sftp } = facts
  return {
    exec:
      exec.state !== 'observed'
        ? exec
        : {
            ...exec,
            value: {
              ...exec.value,
              refusal: exec.value.refusal && {
                ...exec.value.refusal,
                text: clean(exec.value.refusal.text),
              },
              before: clean(exec.value.before),
              after: clean(exec.value.after),
              stderr: clean(exec.value.stderr),
              signal: exec.value.signal && clean(exec.value.signal),
            },
          },
    sftp:
      sftp.state !== 'observed'
        ? sftp
        : { ...sftp, value: { ...sftp.value, text: clean(sftp.value.text) } },
    debug: facts.debug.map(clean),
  }
}

/** The same for what a jump host said of a channel. */
export function redactForwarding(facts: ForwardingFacts, password: string | null): ForwardingFacts {
  const clean = cleaner(password)
  const { refusal, disconnect } = facts
  return {
    ...facts,
    refusal: refusal && { ...refusal, text: clean(refusal.text) },
    disconnect: disconnect && { ...disconnect, text: clean(disconnect.text) },
  }
}

/** The same for what the deploy needs. Paths and names are what the server tells, or what the inputs ask for. */
export function redactDeploy(facts: DeployFacts, password: string | null): DeployFacts {
  const clean = cleaner(password)
  const cleanOrNull = (text: string | null) => text && clean(text)
  return {
    ...facts,
    account: facts.account && {
      ...facts.account,
      name: clean(facts.account.name),
      groups: facts.account.groups.map(clean),
      shell: cleanOrNull(facts.account.shell),
    },
    target: mapFact(facts.target, (target) => ({
      ...target,
      path: clean(target.path),
      nearest: clean(target.nearest),
      realPath: cleanOrNull(target.realPath),
      owner: cleanOrNull(target.owner),
      group: cleanOrNull(target.group),
      disk: target.disk && { ...target.disk, mountPoint: cleanOrNull(target.disk.mountPoint) },
    })),
    commands: mapFact(facts.commands, ({ commands, loginAsked }) => ({
      loginAsked,
      commands: commands.map((command) => ({
        ...command,
        name: clean(command.name),
        path: cleanOrNull(command.path),
        loginPath: cleanOrNull(command.loginPath),
        elsewhere: cleanOrNull(command.elsewhere),
      })),
    })),
  }
}

/** The same for the answer of the check, and for what came in its place. Several passwords may have been told to a server. */
export function redactServerCheck(
  facts: ServerCheckFacts,
  passwords: readonly string[],
): ServerCheckFacts {
  const clean = (text: string) => redactText(text, passwords)
  const cleanOrNull = (text: string | null) => text && clean(text)
  const { asked, system } = facts
  return {
    ...facts,
    asked: { ...asked, user: cleanOrNull(asked.user) },
    system: {
      ...system,
      name: cleanOrNull(system.name),
      init: cleanOrNull(system.init),
      server: cleanOrNull(system.server),
    },
    verdicts: facts.verdicts.map((verdict) => ({ ...verdict, why: clean(verdict.why) })),
    evidence: facts.evidence.map(({ mark, area, text }) => ({
      mark,
      area: clean(area),
      text: clean(text),
    })),
    notSeen: facts.notSeen.map(clean),
  }
}

/** One text without any of the passwords. */
export function redactText(text: string, passwords: readonly string[]): string {
  return passwords.reduce((clean, password) => cleaner(password)(clean), text)
}

/** Changes the value of an observed fact. */
export function mapFact<T>(fact: Fact<T>, change: (value: T) => T): Fact<T> {
  return fact.state === 'observed' ? { ...fact, value: change(fact.value) } : fact
}

/** The method names of RFC 4252, 4256 and 4462. */
const knownMethods: ReadonlySet<string> = new Set([
  'none',
  'publickey',
  'password',
  'keyboard-interactive',
  'hostbased',
  'gssapi-with-mic',
  'gssapi-keyex',
])

function cleaner(password: string | null): (text: string) => string {
  const forms = password ? formsOf(password) : []
  return (text) => forms.reduce((clean, form) => clean.replaceAll(form, '***'), text)
}

/** Shorter encodings would stand in innocent text. */
const shortestForm = 8

/** The password as it is, and as something that logs or echoes it may have written it; longest first. */
function formsOf(password: string): readonly string[] {
  const bytes = Buffer.from(password)
  const hex = bytes.toString('hex')
  const encoded = [
    hex,
    hex.toUpperCase(),
    encodeURIComponent(bytes.toString()),
    JSON.stringify(password).slice(1, -1),
    // Whatever stands around it, the letters inside depend on the password alone.
    ...[0, 1, 2].map((shift) => base64Inside(bytes, shift)),
  ].filter((form) => form.length >= shortestForm)
  return [...new Set([password, ...encoded])].sort((a, b) => b.length - a.length)
}

/** Base64 of the bytes after so many others, without the letters that its neighbours share. */
function base64Inside(bytes: Buffer, shift: number): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
  const shared = (shift + bytes.length) % 3
  const end = shared === 0 ? text.length : text.length - 4
  return text.slice(shift === 0 ? 0 : 4, end)
}
