/** The pages of the gallery: what the action wrote of a dozen typical faults, each of a real run. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inCheckout } from './checkout'
import type { Outcome } from './run-scenario'
import type { Scenario } from './scenario'
import { scenarios } from './scenarios'

interface Exhibit {
  /** Name of its files. */
  readonly slug: string
  /** Name of the scenario in the lab. */
  readonly scenario: string
  /** What a workflow would have besides it. */
  readonly extra?: Partial<Scenario>
}

/** The usual way to write the step: what differs from server to server comes from secrets. */
const workflow = {
  host: '${{ secrets.SSH_HOST }}',
  username: '${{ secrets.SSH_USER }}',
  key: '${{ secrets.SSH_KEY }}',
  timeout: null,
  port: '22',
}

const deployStep = [
  '      - uses: appleboy/ssh-action@v1',
  '        with:',
  `          host: ${workflow.host}`,
  `          username: ${workflow.username}`,
  `          key: ${workflow.key}`,
  '          script: cd /srv/site && git pull',
].join('\n')

const exhibits: readonly Exhibit[] = [
  { slug: 'pass', scenario: 'OpenSSH 9.2 with an Ed25519 key' },
  { slug: 'noisy-shell', scenario: '.bashrc prints a line in sessions without a terminal' },
  { slug: 'secret-empty', scenario: 'the host secret is empty' },
  { slug: 'line-breaks-lost', scenario: 'the key has spaces where its line breaks were' },
  { slug: 'wrong-port', scenario: 'sshd is on port 2222', extra: { later: deployStep } },
  {
    slug: 'not-listening',
    scenario: 'sshd is stopped, and a firewall drops all ports but 22',
  },
  { slug: 'filtered', scenario: 'a firewall drops port 22 and lets 443 through' },
  { slug: 'silent', scenario: 'a firewall drops everything' },
  { slug: 'no-common-algorithm', scenario: 'the server has algorithms that no client has' },
  { slug: 'mismatch', scenario: 'the server has another key than the fingerprint says' },
  { slug: 'key-rejected', scenario: 'the key is not in authorized_keys' },
  { slug: 'login-refused', scenario: 'PermitRootLogin no, with the right key' },
  {
    slug: 'forwarding-refused',
    scenario: 'the jump host forwards nothing (AllowTcpForwarding no)',
  },
  { slug: 'target-not-writable', scenario: 'the target is another user’s' },
  {
    slug: 'several-hosts',
    scenario: 'one of three hosts is not there',
    // A router would answer otherwise than the network that an address is missing in.
    extra: { path: { delayMs: 0 } },
  },
]

/** The scenarios that are shown, over a path as long as that of a hosted runner. */
export const galleryScenarios: readonly Scenario[] = exhibits.map(({ scenario, extra }) => {
  const found = scenarios.find(({ name }) => name === scenario)
  if (found === undefined) throw new Error(`The lab has no scenario "${scenario}"`)
  return {
    ...found,
    path: { delayMs: 12 },
    workflow: { ...workflow, ...found.workflow },
    ...extra,
  }
})

/** Writes `docs/gallery.md`, and a page for each outcome; the outcomes are those of `galleryScenarios`, in order. */
export async function writeGallery(outcomes: readonly Outcome[]): Promise<void> {
  const wrong = outcomes.filter(({ problems }) => problems.length > 0)
  if (wrong.length > 0) throw new Error(`${wrong.length} of the gallery's scenarios went wrong`)
  const folder = inCheckout('docs/gallery')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const entries: string[] = []
  for (const [index, { given, summary }] of outcomes.entries()) {
    const { slug = '' } = exhibits[index] ?? {}
    const text = forExamples(summary)
    await writeFile(join(folder, `${slug}.md`), text)
    entries.push(entryOf(slug, text, given.cause))
  }
  await writeFile(inCheckout('docs/gallery.md'), `${[head, ...entries].join('\n\n')}\n`)
}

const head = `# Gallery

The job summaries of typical faults. Each is of a run of the lab (\`npm run lab -- --gallery\`): a real server with that fault, and
the action under a runner. Addresses are replaced by those for examples; nothing else is changed. GitHub shows the linked pages
as it shows a summary.`

function entryOf(slug: string, summary: string, cause: string): string {
  const [heading = ''] = summary.split('\n')
  const id = cause === 'pass' ? '' : ` · [\`${cause}\`](causes/${cause}.md)`
  return `${heading}

[The summary](gallery/${slug}.md)${id}`
}

/** The lab's addresses are of public ranges: here they become those of RFC 5737 and RFC 3849. */
function forExamples(text: string): string {
  return text
    .replaceAll('45.137.10.', '203.0.113.')
    .replaceAll('45.140.20.', '198.51.100.')
    .replaceAll('2a0e:97c0:', '2001:db8:')
}
