import { hostKeyType, serverSystems } from '../../knowledge/server-systems'
import { inputName, list, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { compareOnServer, fingerprints } from '../readings/pinned-key'

export const hostkeyRevoked = defineCause({
  id: 'hostkey/revoked',
  title: 'The host key is marked as revoked',
  severity: 'error',
  pointsAt: 'known_hosts',
  page: {
    means:
      'The server showed a host key that an `@revoked` line of your `known_hosts` text names. Somebody wrote that line because the private key is no longer trusted, for instance after a break-in or a leaked backup. A client must refuse such a key, even if another line would accept it.',
    detection:
      'The key that the server signed with equals the key of an @revoked line for this host.',
    firstMove: 'Ask the admin which host key is valid now.',
  },
  lookalikes: { 'A pin that is only old': 'The line with this key is marked @revoked.' },
  needs: ['hostkey'],
  judge({ hostkey: { pin, presented } }) {
    if (pin.verdict !== 'revoked') return null
    // The last key compared is the one that is revoked.
    const { type, fingerprint } = pin.compared.at(-1) ?? presented
    const lines = pin.pinned.filter(
      (each) => each.type?.startsWith('@revoked') && each.fingerprint === fingerprint,
    )
    return {
      certainty: 'proved',
      evidence: { type, fingerprint, lines: lines.flatMap(({ line }) => line ?? []) },
    }
  },
  explain({ type, fingerprint, lines }, view) {
    const { system } = view.server
    const keyType = hostKeyType(type)
    return {
      verdict: say`The server uses a host key that your known_hosts marks as revoked`,
      why: say`the key that the server signed with is the key of the @revoked line.`,
      observed: [
        say`The server showed ${fingerprints([{ type, fingerprint }])}.`,
        ...(lines.length > 0
          ? [say`Line ${list(lines.map((line) => say`${line}`))} of known_hosts revokes it.`]
          : []),
        say`No login was tried.`,
      ],
      fixes: [
        onServer(
          say`Replace this one key on the server; its other host keys stay. Then pin the new key.`,
          keyType
            ? commands(system, serverSystems[system].replaceHostKey(keyType, fingerprint))
            : undefined,
        ),
        compareOnServer(view, type),
        inWorkflow(
          say`If the line was written by mistake, remove it from ${inputName('known_hosts')}.`,
        ),
      ],
    }
  },
})
