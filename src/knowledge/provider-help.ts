import { type Provider, providerOf, providersByPort } from './providers'

/**
 * What help is about. port: where its port is shown. reach: why the port may give no answer. name: which host name to use. key: where a
 * key is authorized, and for which user. shell: how an account gets one.
 */
export type HelpTopic = 'port' | 'reach' | 'name' | 'key' | 'shell'

/**
 * What to do at a provider, by its name in providers.ts: each a sentence or two for the customer. Of the same sources, and
 * worded with "may" where these are unverified.
 */
export const providerHelp: Readonly<Record<string, Readonly<Partial<Record<HelpTopic, string>>>>> =
  {
    SiteGround: {
      port: 'SiteGround has SSH and SFTP only on port 18765.',
      key: 'Import the public key in Site Tools under Devs, SSH Keys Manager, and look there whether the key is limited to some addresses.',
    },
    Hostinger: {
      name: 'Use the address that hPanel shows for SSH: the domain may point to a CDN.',
    },
    Namecheap: {
      key: 'Import the public key in cPanel under SSH Access, Manage SSH Keys, and then authorize it there.',
      port: 'Shared hosting of Namecheap uses port 21098 for SSH.',
      shell: 'Switch SSH access on in cPanel.',
    },
    'A2 Hosting (hosting.com)': {
      port: 'Shared, reseller and managed servers of A2 Hosting use port 7822.',
    },
    'InMotion Hosting': {
      port: 'Shared servers of InMotion listen on port 2222, a VPS or a dedicated server on 22.',
    },
    HostGator: {
      key: 'Import the public key in cPanel under SSH Access, Manage SSH Keys, and then authorize it there.',
      port: 'Shared plans of HostGator use port 2222.',
      shell:
        'On shared plans the shell is often off: have the support switch it on, or deploy by SFTP.',
    },
    Bluehost: {
      port: 'At Bluehost SSH may be on port 22 or 2222.',
      shell: 'Shell access may have to be switched on for the account.',
    },
    GoDaddy: {
      shell: 'SSH may have to be switched on in the hosting dashboard.',
      reach: 'SSH may be off until it is switched on in the hosting dashboard.',
    },
    DreamHost: {
      shell: 'The user may have to be of the type "Shell user" in the panel.',
    },
    IONOS: {
      key: 'The user of IONOS web hosting is u and eight or nine digits: compare it with the control panel.',
    },
    'OVHcloud web hosting': {
      shell:
        'Switch SSH on for this user in the control panel. Only the Pro and Performance plans have it.',
      reach:
        'Switch SSH on for this user in the control panel. Only the Pro and Performance plans have it.',
      key: 'Until SSH is switched on for the user in the control panel, no login works. Only the Pro and Performance plans have it.',
    },
    'WP Engine': {
      key: 'Add the public key in the User Portal as an SSH Gateway key, and log in as the environment, whose name the host name begins with.',
    },
    Flywheel: {
      key: 'The user has the form team+account+site.',
    },
    'Pressable or WordPress.com': {
      key: 'Add the public key in the dashboard of the site. The server has no authorized_keys to change.',
      name: 'SSH and SFTP have separate host names: use the one that the dashboard shows.',
    },
    Pantheon: {
      key: 'Add the public key to your account in the Pantheon dashboard. The user has the form environment.site-id.',
      port: 'Pantheon serves SFTP and rsync on port 2222.',
      shell: 'Pantheon gives no shell: deploy by SFTP, rsync or Git.',
    },
    Kinsta: {
      key: 'Add the public key in MyKinsta under User settings, SSH keys.',
      port: 'Kinsta gives every environment its own port: MyKinsta shows it under Info, SFTP/SSH.',
      reach:
        'In MyKinsta under Info, see the port of this environment, whether SSH is switched on, and whether it is limited to a list of addresses.',
      name: 'Use the host or address that MyKinsta shows under Info, SFTP/SSH: the name of the site resolves to a CDN.',
    },
    Cloudways: {
      key: 'The key may have to be added in the Cloudways console, under SSH Public Keys of the server or of the application user.',
      reach: 'SSH may be limited to a list of addresses.',
      name: 'Use the public address of the server: the name of an application may resolve to another address.',
    },
    Krystal: {
      port: 'Shared servers of Krystal may use port 722.',
    },
    Infomaniak: {
      shell: 'Switch SSH on for this FTP user in the Manager.',
      key: 'SSH must be switched on for this FTP user in the Manager before a login works.',
    },
    'one.com': {
      shell:
        'SSH may need a plan that has it, and may have to be switched on in the control panel.',
    },
    alwaysdata: {
      shell: 'Switch SSH on for the user in the administration.',
      key: 'SSH is off until it is switched on for the user in the administration.',
    },
    'Liquid Web or Nexcess': {
      port: 'Users that look like an e-mail address use SFTP on port 24, all others port 22.',
      reach: 'The address of the runner must be on the allow-list first.',
    },
    Greenhost: {
      shell: 'Switch the shell on for this user; it is off at first.',
    },
    'AWS EC2': {
      key: 'The key pair of an instance counts only when it is launched. Add another key with EC2 Instance Connect or Session Manager, for the user of the image (ec2-user, ubuntu, admin).',
      reach:
        'See whether the security group of the instance allows the port, and whether the instance still has this name and address: both change when it is stopped and started.',
    },
    'AWS Lightsail': {
      key: 'The browser client of Lightsail may be the way to add the key, for the user of the blueprint (bitnami, ec2-user, ubuntu, admin).',
      reach:
        'The firewall of the instance (Networking, in the Lightsail console) may block the port, or may allow it only for the browser client.',
    },
    'Google Compute Engine': {
      key: 'Google manages keys outside of the server, and its agent may overwrite authorized_keys. With OS Login, add the key with: gcloud compute os-login ssh-keys add --key-file=KEY.pub. The user may then have another name. Without OS Login, add the line USER:KEY to the metadata ssh-keys of the instance.',
      reach:
        'A firewall rule of the VPC network may be missing: it must allow the port for the tag of the instance.',
    },
    Azure: {
      key: 'Reset the key under Help, Reset password of the virtual machine, or with: az vm user update --resource-group GROUP --name VM --username USER --ssh-key-value KEY.pub.',
      reach: 'See whether an inbound rule of the network security group allows the port.',
    },
    'Hetzner Storage Box': {
      key: 'Add the public key with ssh-copy-id -s -p 23 USER@HOST, since a Storage Box has no shell. Its user is u and digits, and SSH must be turned on in the console.',
      port: 'Port 23 has rsync and commands; port 22 has only SFTP and SCP. SSH must be turned on in the console.',
      shell: 'Use port 23: port 22 of a Storage Box has only SFTP and SCP.',
    },
    Hetzner: {
      key: 'Hetzner may add keys of the console only to new servers. Add the key to a running one over its console.',
      reach: 'A firewall in the Hetzner console may block the port.',
      port: 'Web hosting of Hetzner may use port 222 for SSH.',
    },
    'rsync.net': {
      key: 'Append the public key from where you can log in: cat KEY.pub | ssh USER@HOST "dd of=.ssh/authorized_keys oflag=append conv=notrunc". rsync.net has no shell for ssh-copy-id.',
      shell: 'rsync.net runs a fixed list of commands and gives no shell: deploy by rsync or SFTP.',
    },
    GitHub: {
      key: 'Add the public key as a deploy key of the repository, or to your account. The user is git.',
      reach: 'Where port 22 is blocked, use the host ssh.github.com with port 443.',
    },
    'GitLab.com': {
      key: 'Add the public key as a deploy key of the project, or to your account. The user is git.',
      reach: 'Where port 22 is blocked, use the host altssh.gitlab.com with port 443.',
    },
    'Bitbucket Cloud': {
      key: 'Add the public key as an access key of the repository, or to your account. The user is git.',
      reach: 'Where port 22 is blocked, use the host altssh.bitbucket.org with port 443.',
    },
    Synology: {
      key: 'Only members of administrators may log in by SSH, the service for home folders may have to be on, and the home folder may be writable for others.',
      reach: 'SSH may be off in the control panel, or the router might not forward the port.',
    },
    QNAP: {
      key: 'Only administrators may log in by SSH.',
      reach: 'SSH may be off in the control panel, or the router might not forward the port.',
    },
  }

/** The provider of a host, and what to do there about a topic; null where nothing is known. */
export function helpAt(
  host: string | null,
  topic: HelpTopic,
): { readonly provider: Provider; readonly text: string } | null {
  const provider = host === null ? null : providerOf(host)
  return provider && withText(provider, topic)
}

/** The same for the provider whose own port this is, where customers use their own names. */
export function helpByPort(port: number, topic: HelpTopic) {
  const [provider, ...others] = providersByPort(port)
  return provider && others.length === 0 ? withText(provider, topic) : null
}

function withText(provider: Provider, topic: HelpTopic) {
  const text = providerHelp[provider.name]?.[topic]
  return text === undefined ? null : { provider, text }
}
