import { quoted } from '../causes/fixes/quoted'
import type { ServerView } from '../causes/server-cause'
import { viewOf } from '../causes/view'
import { serverCheckSha256 } from '../server-check/script'
import { say, type Words } from '../text/words'
import { scriptUrl } from './links'
import type { Report } from './model'
import { openCandidates } from './verdict'
import type { Finding } from '../causes/finding'

/** How to run the whole check on the server, and how to bring its answer back. */
export interface WholeCheck {
  readonly before: Words
  /** Download, compare, and show it to be read. */
  readonly get: string
  readonly run: string
  readonly after: Words
}

/**
 * Null where nothing is left for the server to tell, or where the check cannot run (Windows). The file is of the version that speaks,
 * and its digest is that of the copy in the bundle: whatever the address serves, the answer and its reader fit.
 */
export function wholeCheck(
  { facts, diagnosis, version }: Report,
  finding: Finding,
): WholeCheck | null {
  const server = viewOf(facts, finding.hop)?.server
  if (openCandidates(finding).length === 0 || diagnosis.combined !== null) return null
  if (server === undefined || server.system === 'windows') return null
  return {
    before: say`One file that only reads, decides between them and says what fixes it. On the server, through another login (the console of the provider, another account):`,
    get: [
      `curl -fsSLO ${scriptUrl(facts.runner, version)} &&`,
      `echo '${serverCheckSha256}  server-check.sh' | sha256sum -c &&`,
      'less server-check.sh',
    ].join('\n'),
    run: `sudo sh server-check.sh ${options(server)} | tee answer.txt`,
    after: say`With ${'--from ADDRESS'} it judges bans and rules for one address too: that of the runner, if the log of the server shows it. Then give what it printed to this action as ${'server_report'} (the text, or the path of a file in the workspace), or read it together with the JSON report of this run: ${'node dist/index.js server-check answer.txt --report ssh-preflight-report.json'}. The verdict then joins both views.`,
  }
}

function options({ port, user, keyFingerprint }: ServerView): string {
  return [
    `--port ${String(port)}`,
    // A user from a secret is not known by name here.
    `--user ${user === null || user === '***' ? 'USERNAME' : quoted(user)}`,
    ...(keyFingerprint === null ? [] : [`--key-fingerprint ${quoted(keyFingerprint)}`]),
  ].join(' ')
}
