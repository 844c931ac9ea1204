import { generateKeyPairSync } from 'node:crypto'
import { readPrivateKey } from '../../../src/private-key/read-private-key'
import { openssh, type Scenario } from '../scenario'
import { asks } from './deploy'

/** The authority, whose key ssh-keygen of every version reads. */
const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'sec1', format: 'pem' })
  .toString()
const trusted = `@cert-authority *.example.net ${readPrivateKey(authority, null).facts.publicKey ?? ''}`

/** A server whose host key of this type the authority signed with these options of ssh-keygen. */
function signed(
  type: 'ed25519' | 'ecdsa' | 'rsa',
  options: string,
  rest: Partial<Scenario>,
): Scenario {
  const key = `/etc/ssh/ssh_host_${type}_key`
  return {
    name: `a host certificate, ${type}, ${options}`,
    cause: 'pass',
    server: openssh(`HostKey ${key}`, `HostCertificate ${key}-cert.pub`),
    inServer: `umask 077; cat > /etc/ssh/ca <<'END'\n${authority}END
      ssh-keygen -q -s /etc/ssh/ca -I lab ${options} ${key}.pub`,
    ...asks({ known_hosts: trusted }),
    ...rest,
  }
}

const refused = { cause: 'hostkey/bad-certificate', certainty: 'proved' } as const

/** Servers that known_hosts knows by a certificate authority only. */
export const certificateScenarios: readonly Scenario[] = [
  signed('ed25519', '-h -n server.example.net', {}),
  signed('ecdsa', '-h -n www.example.net,server.example.net', {}),
  signed('rsa', '-h -n server.example.net', {}),
  signed('ed25519', '-h -n www.example.net', { ...refused, says: ['www.example.net'] }),
  signed('ed25519', '-h -n server.example.net -V 20200101:20210101', refused),
  signed('ed25519', '-n server.example.net', refused),
  {
    name: 'an authority is trusted, and the server has no certificate',
    cause: 'hostkey/unknown',
    certainty: 'proved',
    ...asks({ known_hosts: trusted }),
    says: ['no host certificate'],
  },
]
