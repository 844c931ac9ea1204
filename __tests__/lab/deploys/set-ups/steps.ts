import type { Step } from '../set-up'

type Inputs = Readonly<Record<string, string>>

export const host = '${{ secrets.SSH_HOST }}'
export const user = '${{ secrets.SSH_USER }}'
export const key = '${{ secrets.SSH_KEY }}'
export const port = '${{ secrets.SSH_PORT }}'

const login = { host, username: user, key }
const remote = { remote_host: host, remote_user: user }

export const run = (script: string, more: Partial<Step> = {}): Step => ({ run: script, ...more })

export const sshAction = (script: string, more: Inputs = {}): Step => ({
  uses: 'appleboy/ssh-action@v1',
  with: { ...login, ...more, script },
})

export const scpAction = (target: string, more: Inputs = {}): Step => ({
  uses: 'appleboy/scp-action@v1',
  with: { ...login, source: 'dist/*', ...more, target },
})

export const nodeSsh = (command: string, more: Inputs = {}): Step => ({
  uses: 'garygrossgarten/github-action-ssh@v0.9',
  with: { host, username: user, privateKey: key, ...more, command },
})

export const nodeScp = (target: string, more: Inputs = {}): Step => ({
  uses: 'garygrossgarten/github-action-scp@v0.9',
  with: { host, username: user, privateKey: key, local: 'dist', ...more, remote: target },
})

export const easing = (target: string, more: Inputs = {}): Step => ({
  uses: 'easingthemes/ssh-deploy@v5',
  with: { ...remote, ssh_private_key: key, source: 'dist/', ...more, target },
})

export const burnett = (target: string, switches = '-avzr --delete', more: Inputs = {}): Step => ({
  uses: 'Burnett01/rsync-deployments@7.0.2',
  with: { ...remote, remote_key: key, path: 'dist/', switches, ...more, remote_path: target },
})

export const sftpAction = (target: string, more: Inputs = {}): Step => ({
  uses: 'wlixcc/SFTP-Deploy-Action@v1.2.6',
  with: {
    ...{ username: user, server: host, ssh_private_key: key, local_path: './dist/*' },
    ...more,
    remote_path: target,
  },
})

/** The key and the host key, as most workflows write them. */
export const keyAndHost: Step = run(`mkdir -p ~/.ssh
echo "${key}" > ~/.ssh/id_ed25519
chmod 600 ~/.ssh/id_ed25519
ssh-keyscan ${host} >> ~/.ssh/known_hosts
`)

/** `ssh-keyscan` alone, beside an agent that has the key. */
export const keyscan: Step = run(`mkdir -p ~/.ssh
ssh-keyscan -H ${host} >> ~/.ssh/known_hosts
`)

export const agent: Step = {
  uses: 'webfactory/ssh-agent@v0.9.0',
  with: { 'ssh-private-key': key },
}

export const place = `${user}@${host}`

/** A script on the server by `ssh` and a here-document. */
export const sshScript = (script: string): Step =>
  run(`ssh ${place} bash -s <<'SCRIPT'\n${script}\nSCRIPT\n`)

/** Copies dist/ to a directory, by client. Those of `run:` need a key and a known host. */
export const copies: Readonly<Record<string, (target: string) => readonly Step[]>> = {
  'appleboy/scp-action': (target) => [scpAction(target, { strip_components: '1' })],
  'easingthemes/ssh-deploy': (target) => [easing(target)],
  'Burnett01/rsync-deployments': (target) => [burnett(target)],
  'wlixcc/SFTP-Deploy-Action': (target) => [sftpAction(target)],
  'garygrossgarten/github-action-scp': (target) => [nodeScp(target)],
  scp: (target) => [keyAndHost, run(`scp -r dist/* ${place}:${target}/`)],
  rsync: (target) => [keyAndHost, run(`rsync -az --delete dist/ ${place}:${target}`)],
  sftp: (target) => [keyAndHost, run(`echo "put -r dist/* ${target}" | sftp -b - ${place}`)],
}

/** Runs a script on the server, by client. */
export const scripts: Readonly<Record<string, (script: string) => readonly Step[]>> = {
  'appleboy/ssh-action': (script) => [sshAction(script)],
  'garygrossgarten/github-action-ssh': (script) => [nodeSsh(script)],
  ssh: (script) => [keyAndHost, sshScript(script)],
}

/** One set-up for each client of a table. */
export function forEachClient<Result>(
  table: Readonly<Record<string, (text: string) => readonly Step[]>>,
  text: string,
  make: (client: string, later: readonly Step[]) => Result,
  only: (client: string) => boolean = () => true,
): readonly Result[] {
  return Object.entries(table)
    .filter(([client]) => only(client))
    .map(([client, later]) => make(client, later(text)))
}
