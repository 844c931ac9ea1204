/** What a hosting provider's SSH is like, where that decides a diagnosis. */
export interface Provider {
  readonly name: string
  /** Host names of its servers; `*` stands for any characters. Empty where customers use their own names. */
  readonly hosts: readonly string[]
  /** Where its SSH listens, the most usual first; empty where every environment has its own. */
  readonly ports: readonly number[]
  /** What its customers should know, in one or two sentences. */
  readonly note: string
  /** Keys are added only in the way that the provider has for it: nobody of its customers has the server itself. */
  readonly keysOnlyThere?: true
  /**
   * page: read on the provider's own pages. usage: several public repositories agree. unverified: general knowledge,
   * and so worded with "may".
   */
  readonly confidence: 'page' | 'usage' | 'unverified'
}

/** Collected in 2026. Suggest, never switch: hosts change their ports. */
export const providers: readonly Provider[] = [
  {
    name: 'SiteGround',
    hosts: ['*.siteground.biz', '*.siteground.eu', '*.sgvps.net', 'sftp.siteground.net'],
    ports: [18765],
    note: 'SSH and SFTP are on port 18765, and 22 does not serve customers. Only keys can log in, and a key can be limited to addresses.',
    confidence: 'page',
  },
  {
    name: 'Hostinger',
    hosts: [],
    ports: [65002],
    note: 'Shared and cloud plans use port 65002 of the address that hPanel shows, as the domain may point to a CDN. A VPS uses 22.',
    confidence: 'usage',
  },
  {
    name: 'Namecheap',
    hosts: [
      'server*.web-hosting.com',
      'premium*.web-hosting.com',
      'business*.web-hosting.com',
      'host*.registrar-servers.com',
    ],
    ports: [21098],
    note: 'Shared hosting uses port 21098, and SSH must be switched on in cPanel first.',
    confidence: 'usage',
  },
  {
    name: 'A2 Hosting (hosting.com)',
    hosts: ['*.a2hosting.com'],
    ports: [7822],
    note: 'Shared, reseller and managed servers use port 7822.',
    confidence: 'usage',
  },
  {
    name: 'InMotion Hosting',
    hosts: ['*.inmotionhosting.com'],
    ports: [2222, 22],
    note: 'Shared servers listen on port 2222, a VPS or a dedicated server on 22.',
    confidence: 'usage',
  },
  {
    name: 'HostGator',
    hosts: ['*.hostgator.com', '*.hostgator.mx', '*.hostgator.com.br'],
    ports: [2222, 22],
    note: 'Shared plans use port 2222. The shell is often off, while SFTP works.',
    confidence: 'usage',
  },
  {
    name: 'Bluehost',
    hosts: ['*.bluehost.com'],
    ports: [22, 2222],
    note: 'SSH may have to be switched on for the account, and may be on port 22 or 2222.',
    confidence: 'unverified',
  },
  {
    name: 'GoDaddy',
    hosts: ['*.secureserver.net'],
    ports: [22],
    note: 'SSH may be off until it is switched on in the hosting dashboard.',
    confidence: 'unverified',
  },
  {
    name: 'DreamHost',
    hosts: ['*.dreamhost.com'],
    ports: [22],
    note: 'The user may have to be of the type "Shell user" in the panel.',
    confidence: 'unverified',
  },
  {
    name: 'IONOS',
    hosts: ['access*.webspace-data.io', 'home*.1and1-data.host'],
    ports: [22],
    note: 'The user is u and eight or nine digits.',
    confidence: 'usage',
  },
  {
    name: 'OVHcloud web hosting',
    hosts: [
      'ssh.cluster*.hosting.ovh.net',
      'ftp.cluster*.hosting.ovh.net',
      'ssh-*.hosting.ovh.net',
    ],
    ports: [22],
    note: 'Only the Pro and Performance plans have SSH. It is turned on for each user in the control panel.',
    confidence: 'page',
  },
  {
    name: 'WP Engine',
    hosts: ['*.ssh.wpengine.net'],
    ports: [22],
    note: 'The user is the environment name, which the host name begins with. The key must be in the portal as an SSH Gateway key.',
    keysOnlyThere: true,
    confidence: 'page',
  },
  {
    name: 'Flywheel',
    hosts: ['ssh.getflywheel.com', 'sftp.flywheelsites.com'],
    ports: [22],
    note: 'The gateway user has the form team+account+site.',
    keysOnlyThere: true,
    confidence: 'usage',
  },
  {
    name: 'Pressable or WordPress.com',
    hosts: [
      'ssh.atomicsites.net',
      'sftp.pressable.com',
      'ssh.pressable.com',
      'sftp.wp.com',
      'ssh.wp.com',
    ],
    ports: [22],
    note: 'SSH and SFTP have separate host names.',
    keysOnlyThere: true,
    confidence: 'usage',
  },
  {
    name: 'Pantheon',
    hosts: ['appserver.*.drush.in', 'codeserver.*.drush.in'],
    ports: [2222],
    note: 'Port 2222 serves SFTP, rsync and drush, and no shell.',
    keysOnlyThere: true,
    confidence: 'usage',
  },
  {
    name: 'Kinsta',
    hosts: ['*.kinsta.cloud', '*.kinsta.com'],
    ports: [],
    note: 'Every environment has its own port, shown in MyKinsta. SSH can be turned off there, or limited to a list of addresses.',
    confidence: 'usage',
  },
  {
    name: 'Cloudways',
    hosts: ['*.cloudwaysapps.com'],
    ports: [22],
    note: 'SSH may be limited to a list of addresses, and may have to be reached by the address of the server.',
    confidence: 'unverified',
  },
  {
    name: 'Krystal',
    hosts: ['*.krystal.uk', '*.krystal.co.uk'],
    ports: [722],
    note: 'Shared servers may use port 722.',
    confidence: 'unverified',
  },
  {
    name: 'Infomaniak',
    hosts: ['*.ftp.infomaniak.com'],
    ports: [22],
    note: 'SSH is switched on for each FTP user.',
    confidence: 'usage',
  },
  {
    name: 'one.com',
    hosts: ['*.one.com'],
    ports: [22],
    note: 'SSH may need a plan that has it, and may have to be switched on in the control panel.',
    confidence: 'unverified',
  },
  {
    name: 'alwaysdata',
    hosts: ['ssh-*.alwaysdata.net'],
    ports: [22],
    note: 'SSH is off until it is switched on for the user.',
    confidence: 'page',
  },
  {
    name: 'Liquid Web or Nexcess',
    hosts: ['*.nexcess.net', '*.nexcess-cdn.net'],
    ports: [22, 24],
    note: 'Addresses must be on the allow-list first. Users that look like an e-mail address use SFTP on port 24.',
    confidence: 'page',
  },
  {
    name: 'Greenhost',
    hosts: ['sftp.greenhost.nl', 'sftp.greenhost.net'],
    ports: [22],
    note: 'The shell is off until it is switched on.',
    confidence: 'page',
  },
  {
    name: 'AWS EC2',
    hosts: ['ec2-*.amazonaws.com'],
    ports: [22],
    note: 'A security group drops what it does not allow, so a closed port is silent. An instance that was stopped and started has a new public address and name.',
    confidence: 'page',
  },
  {
    name: 'AWS Lightsail',
    hosts: ['*.lightsail.aws.com'],
    ports: [22],
    note: 'The instance has its own firewall in the console, and port 22 may be limited to the browser client.',
    confidence: 'unverified',
  },
  {
    name: 'Google Compute Engine',
    hosts: ['*.bc.googleusercontent.com'],
    ports: [22],
    note: 'A firewall rule of the VPC network may be what drops port 22.',
    confidence: 'unverified',
  },
  {
    name: 'Azure',
    hosts: ['*.cloudapp.azure.com'],
    ports: [22],
    note: 'A network security group may be what drops the port.',
    confidence: 'usage',
  },
  {
    name: 'Hetzner Storage Box',
    hosts: ['u*.your-storagebox.de'],
    ports: [23, 22],
    note: 'Port 22 has only SFTP and SCP; port 23 has rsync and a limited shell. SSH must be turned on in the console.',
    keysOnlyThere: true,
    confidence: 'usage',
  },
  {
    name: 'Hetzner',
    hosts: ['static.*.clients.your-server.de', '*.your-server.de'],
    ports: [22, 222],
    note: 'A cloud firewall may be what drops the port. Web hosting may use 222 for SSH.',
    confidence: 'unverified',
  },
  {
    name: 'rsync.net',
    hosts: ['*.rsync.net'],
    ports: [22],
    note: 'It runs a fixed list of commands, and has no shell.',
    keysOnlyThere: true,
    confidence: 'usage',
  },
  {
    name: 'GitHub',
    hosts: ['github.com', 'ssh.github.com'],
    ports: [22, 443],
    note: 'Where port 22 is blocked, ssh.github.com answers on 443. There is no shell.',
    keysOnlyThere: true,
    confidence: 'page',
  },
  {
    name: 'GitLab.com',
    hosts: ['gitlab.com', 'altssh.gitlab.com'],
    ports: [22, 443],
    note: 'Where port 22 is blocked, altssh.gitlab.com answers on 443. There is no shell.',
    keysOnlyThere: true,
    confidence: 'page',
  },
  {
    name: 'Bitbucket Cloud',
    hosts: ['bitbucket.org', 'altssh.bitbucket.org'],
    ports: [22, 443],
    note: 'Where port 22 is blocked, altssh.bitbucket.org answers on 443. There is no shell.',
    keysOnlyThere: true,
    confidence: 'usage',
  },
  {
    name: 'Synology',
    hosts: ['*.synology.me', '*.myds.me'],
    ports: [22],
    note: 'SSH may be off in the control panel, and the router may have to forward the port.',
    confidence: 'unverified',
  },
  {
    name: 'QNAP',
    hosts: ['*.myqnapcloud.com'],
    ports: [22],
    note: 'SSH may be off in the control panel, and the router may have to forward the port.',
    confidence: 'unverified',
  },
]

/** The provider whose host name this is; null for everybody's own names and for addresses. */
export function providerOf(host: string): Provider | null {
  const name = host.toLowerCase().replace(/\.$/, '')
  return providers.find(({ hosts }) => hosts.some((pattern) => matches(pattern, name))) ?? null
}

/** The ports of the provider whose host this is, the most usual first; none for other hosts. */
export function portsFor(host: string): readonly number[] {
  return providerOf(host)?.ports ?? []
}

/** The providers, known by a port that only they use, so that an answer there can be named. */
export function providersByPort(port: number): readonly Provider[] {
  return [22, 2222, 443].includes(port) ? [] : providers.filter(({ ports }) => ports.includes(port))
}

function matches(pattern: string, name: string): boolean {
  const body = pattern.split('*').map((part) => part.replace(/[.+]/g, '\\$&'))
  return new RegExp(`^${body.join('.*')}$`).test(name)
}
