import type { HostForm } from '../../facts'
import { inputName, say, type Words } from '../../text/words'
import { defineCause, type Explanation } from '../cause'
import { clip } from '../readings/clip'
import { withBlock } from '../fixes/with-block'

export const hostMalformed = defineCause({
  id: 'input/host-malformed',
  title: 'The host is not a host name',
  severity: 'error',
  page: {
    means:
      'The value of `host` is something other than a name or an address: a URL, a path, a whole command, a line of known_hosts, a variable that nobody expanded, or a name with characters that no host has. Clients hand such a value to the resolver, which then says that the host does not exist.',
    detection:
      'The value itself shows it, before anything is sent. What to write instead is named when the value makes it plain.',
    alsoSeenAs: [
      'ssh: Could not resolve hostname',
      'no such host',
      'getaddrinfo ENOTFOUND',
      'lookup …: no such host',
      'too many colons in address',
    ],
  },
  needs: [],
  judge({ input }) {
    const problem = input.problems.find((each) => each.kind === 'host-malformed')
    if (problem?.kind !== 'host-malformed') return null
    const { form, shown, suggestion } = problem
    return { certainty: 'proved', evidence: { input: problem.input, form, shown, suggestion } }
  },
  explain({ input, form, shown, suggestion }): Explanation {
    const { verdict, what } = words[form]
    const paste = suggestion === null ? undefined : withBlock({ [input]: suggestion })
    return {
      verdict,
      why: say`the value itself shows it; nothing was sent.`,
      observed: [
        ...(shown === '' ? [] : [say`The ${inputName(input)} input is ${clip(shown, 80)}.`]),
        ...(suggestion === null ? [] : [say`The host in it is ${clip(suggestion, 80)}.`]),
      ],
      fixes: [
        {
          who: 'workflow author',
          what: suggestion === null ? what : say`${what} Write ${clip(suggestion, 80)}.`,
          ...(paste === undefined ? {} : { paste }),
        },
      ],
      ...(suggestion === null ? {} : { change: { input, value: suggestion } }),
    }
  },
  pointsAt: (evidence) => evidence.input,
})

const nameOnly = say`Give the name or address alone, such as ${'shop.example.com'} or ${'203.0.113.7'}.`

const words: Readonly<Record<HostForm, { readonly verdict: Words; readonly what: Words }>> = {
  url: {
    verdict: say`The host is a whole URL; only the name in it belongs there`,
    what: nameOnly,
  },
  path: {
    verdict: say`The host has a path behind it`,
    what: say`Take the path away. The remote folder belongs to ${inputName('target')}.`,
  },
  'contains-space': { verdict: say`The host has a blank inside`, what: nameOnly },
  unexpanded: {
    verdict: say`The host is the name of a variable, not its value`,
    what: say`Under ${'with:'} nothing expands shell variables: use an expression such as ${'${{ secrets.SSH_HOST }}'} or ${'${{ env.HOST }}'}.`,
  },
  masked: {
    verdict: say`The host is the mask that the log shows instead of a secret`,
    what: say`${'***'} was copied out of a log. Set the secret to the real host name.`,
  },
  command: { verdict: say`The host is a whole command`, what: nameOnly },
  'key-text': {
    verdict: say`A key stands in the host input`,
    what: say`The secrets are swapped: the key belongs to ${inputName('key')}, and the name or address of the server to ${inputName('host')}.`,
  },
  'secret-text': {
    verdict: say`The host is the same text as one of the secrets`,
    what: say`The inputs are swapped, or one secret was stored twice: the name or address of the server belongs to ${inputName('host')}.`,
  },
  'known-hosts-line': {
    verdict: say`The host is a line of known_hosts`,
    what: say`Such lines belong to ${inputName('known_hosts')}. ${nameOnly}`,
  },
  'too-long': {
    verdict: say`The host is longer than a host name can be`,
    what: say`A name has at most 253 characters, and each part between dots at most 63. ${nameOnly}`,
  },
  'empty-label': {
    verdict: say`The host has a dot too many`,
    what: say`No part of the name may be empty.`,
  },
  'bad-character': {
    verdict: say`The host has characters that no host name has`,
    what: say`Quotes, brackets and invisible characters often come along when a value is copied. ${nameOnly}`,
  },
  'inet-aton': {
    verdict: say`The host is half an address`,
    what: say`Resolvers read a short form such as ${'192.168.1'} as another address (${'192.168.0.1'}). Give all four numbers.`,
  },
}
