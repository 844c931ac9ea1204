import type { HostForm } from '../../facts'
import { inputName, say } from '../../text/words'
import { defineCause } from '../cause'
import { clip } from '../readings/clip'
import { type FormWords, problemsOf, wrongValue } from '../readings/input-problems'

export const hostMalformed = defineCause({
  id: 'input/host-malformed',
  title: 'Invalid host name',
  severity: 'error',
  page: {
    means:
      'The value of `host` is neither a name nor an address. It is a URL, a path, a whole command or a line of known_hosts. Or it is a variable that was not expanded, or has characters that no host name has. Clients pass such a value to the resolver, which then says that the host does not exist.',
    detection:
      'The value itself shows it, before anything is sent. The finding names the right value when it is clear.',
    firstMove:
      'Write only the name or address in `host`: no `https://`, no user, no port, no path.',
  },
  lookalikes: {
    'A name that only the network of the runner knows':
      'The value has characters or a form that no host name and no address has.',
  },
  needs: [],
  judge(view) {
    const [problem] = problemsOf(view, 'host-malformed')
    if (!problem) return null
    const { input, form, shown, suggestion } = problem
    return { certainty: 'proved', evidence: { input, form, shown, suggestion } }
  },
  explain({ input, form, shown, suggestion }) {
    const { verdict, what } = forms[form]
    const observed = shown === '' ? [] : [say`The ${inputName(input)} input is ${clip(shown, 80)}.`]
    if (suggestion === null) return wrongValue({ verdict, what }, observed, input, null)
    const host = clip(suggestion, 80)
    return wrongValue(
      { verdict, what: say`${what} Write ${host}.` },
      [...observed, say`The host in it is ${host}.`],
      input,
      suggestion,
    )
  },
  pointsAt: (evidence) => evidence.input,
})

const nameOnly = say`Write only the name or address, such as ${'shop.example.com'} or ${'203.0.113.7'}.`

const forms: Readonly<Record<HostForm, FormWords>> = {
  'utf-16': {
    verdict: say`The host is written in UTF-16, as PowerShell writes it`,
    what: say`Set the value again as plain text.`,
  },
  url: {
    verdict: say`The host is a whole URL; only the name in it belongs there`,
    what: nameOnly,
  },
  path: {
    verdict: say`The host has a path after it`,
    what: say`Remove the path. The remote folder belongs in ${inputName('target')}.`,
  },
  'contains-space': { verdict: say`The host has a space in it`, what: nameOnly },
  unexpanded: {
    verdict: say`The host is the name of a variable, not its value`,
    what: say`Shell variables are not expanded under ${'with:'}. Use an expression such as ${'${{ secrets.SSH_HOST }}'} or ${'${{ env.HOST }}'}.`,
  },
  masked: {
    verdict: say`The host is the mask that the log shows instead of a secret`,
    what: say`${'***'} was copied from a log. Set the secret to the real host name.`,
  },
  command: { verdict: say`The host is a whole command`, what: nameOnly },
  'key-text': {
    verdict: say`The host input has a key in it`,
    what: say`The secrets are swapped. The key belongs in ${inputName('key')}, and the name or address of the server in ${inputName('host')}.`,
  },
  'secret-text': {
    verdict: say`The host is the same text as one of the secrets`,
    what: say`The inputs are swapped, or one secret was stored twice. The name or address of the server belongs in ${inputName('host')}.`,
  },
  'known-hosts-line': {
    verdict: say`The host is a line of known_hosts`,
    what: say`Such lines belong in ${inputName('known_hosts')}. ${nameOnly}`,
  },
  'too-long': {
    verdict: say`The host is longer than a host name can be`,
    what: say`A name has at most 253 characters, and each part between dots at most 63. ${nameOnly}`,
  },
  'empty-label': {
    verdict: say`The host has an extra dot`,
    what: say`No part of the name can be empty.`,
  },
  'bad-character': {
    verdict: say`The host has characters that no host name has`,
    what: say`Quotes, brackets and invisible characters are often copied together with a value. ${nameOnly}`,
  },
  'inet-aton': {
    verdict: say`The host is an incomplete IPv4 address`,
    what: say`Resolvers read a short form such as ${'192.168.1'} as another address (${'192.168.0.1'}). Write all four numbers.`,
  },
}
