import type { CertificateProblem } from '../../facts'
import { inputName, list, literal, say } from '../../text/words'
import { defineCause } from '../cause'
import { onServer, inWorkflow, commands } from '../fixes/build'
import { knownHostsYaml } from '../readings/pinned-key'

export const badCertificate = defineCause({
  id: 'hostkey/bad-certificate',
  title: 'The host certificate is not valid for this host',
  severity: 'error',
  pointsAt: 'known_hosts',
  page: {
    means:
      'The server presented a certificate of its host key, and an `@cert-authority` line of `known_hosts` trusts the authority that signed it. But the certificate is expired, is for other names, or is not one for hosts. OpenSSH then refuses the server. The names in a certificate must have the host exactly as `host` writes it.',
    detection:
      'The certificate was read and its signature verified. Type, time, names and critical options were compared as OpenSSH does it (PROTOCOL.certkeys). No login was tried.',
    firstMove: 'Sign the host key again with the name of the host and a valid time.',
  },
  lookalikes: {
    'Another server that pretends to be this one':
      'The trusted authority signed the certificate, and its signature was verified.',
  },
  needs: ['hostkey'],
  judge({ hostkey: { pin }, input }) {
    const { certificate } = pin
    const problem = certificate?.problem ?? null
    if (pin.verdict !== 'bad-certificate' || !certificate || problem === null) return null
    return {
      certainty: 'proved',
      evidence: {
        problem,
        authority: certificate.authority,
        principals: certificate.principals.slice(0, 10),
        host: input.host ?? '',
      },
    }
  },
  explain({ problem, authority, principals, host }, view) {
    return {
      verdict: say`The server's host certificate is refused: ${literal(words[problem])}`,
      why: say`the certificate itself says so, and its authority is the one that known_hosts trusts.`,
      observed: [
        say`The authority ${authority} signed it.`,
        principals.length > 0 &&
          say`It is for ${list(principals.map((each) => say`${each}`))}; the host here is ${host}.`,
        say`No login was tried.`,
      ],
      fixes: [
        problem === 'other-host' &&
          inWorkflow(say`Write into ${inputName('host')} a name that the certificate has.`),
        onServer(
          say`Sign the host key again with the authority, for every name that clients use. This prints what the present certificate has.`,
          commands(
            view.server.system,
            view.server.system === 'windows'
              ? 'ssh-keygen -L -f $env:ProgramData\\ssh\\ssh_host_ed25519_key-cert.pub'
              : 'ssh-keygen -L -f /etc/ssh/ssh_host_ed25519_key-cert.pub',
          ),
        ),
        inWorkflow(
          say`Or pin the plain key, once it was compared on the server itself.`,
          knownHostsYaml(view, [view.hostkey.presented]),
        ),
      ],
    }
  },
})

const words: Readonly<Record<CertificateProblem, string>> = {
  signature: 'its signature is not one of the authority, or was made with SHA-1',
  'for-users': 'it is a certificate for users',
  'not-yet-valid': 'it is not valid yet',
  expired: 'it has expired',
  'other-host': 'its names leave out this host',
  'critical-option': 'it has an option that no client knows',
}
