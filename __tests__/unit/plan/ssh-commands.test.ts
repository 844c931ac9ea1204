import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { readScript } from '../../../src/plan/script'
import { sshCommands } from '../../../src/plan/ssh-commands'

const env: Readonly<Record<string, string>> = {
  SSH_HOST: '${{ secrets.SSH_HOST }}',
  PORT: "'2222'",
  ODD: '|\n  two\n  lines',
}

/** `input=text` of every entry, by program. */
const read = (script: string) =>
  sshCommands(script, (name) => env[name] ?? null).map(({ client, entries }) =>
    [client, ...entries.map(({ input, text }) => `${input}=${text}`)].join(' '),
  )

describe('a command that connects by SSH', () => {
  it.each([
    ['ssh deploy@example.com uptime', 'ssh user=deploy host=example.com'],
    ['ssh example.com', 'ssh host=example.com'],
    ['x=$(ssh a@b.example cat version)', 'ssh user=a host=b.example'],
    [
      'ssh -p 2222 -i ~/.ssh/id deploy@example.com "cd /srv && git pull"',
      'ssh port=2222 identity=~/.ssh/id user=deploy host=example.com',
    ],
    ['ssh deploy@example.com -p2222 -- ls -p 1', 'ssh port=2222 user=deploy host=example.com'],
    ['ssh -tt -l deploy example.com', 'ssh user=deploy host=example.com'],
    [
      'ssh -o StrictHostKeyChecking=no -oPort=2222 a@b.example',
      'ssh stricthostkeychecking=no port=2222 user=a host=b.example',
    ],
    ["ssh -o 'Port 2222' -o User=a b.example", 'ssh port=2222 user=a host=b.example'],
    [
      'ssh ${{ secrets.USER }}@${{ secrets.HOST }} ls',
      'ssh user=${{ secrets.USER }} host=${{ secrets.HOST }}',
    ],
    [
      'ssh -p ${{ vars.PORT || 22 }} host.example',
      'ssh port=${{ vars.PORT || 22 }} host=host.example',
    ],
    ['sudo timeout -k 5 60 sshpass -e ssh a@b.example true', 'ssh user=a host=b.example'],
    ['sshpass -p "$PASSWORD" ssh a@b.example', 'ssh user=a host=b.example'],
    ['if ! ssh a@b.example true; then exit 1; fi', 'ssh user=a host=b.example'],
    ['FOO=1 env BAR=2 /usr/bin/ssh a@b.example', 'ssh user=a host=b.example'],
    ['tar c . | ssh a@b.example "tar x"', 'ssh user=a host=b.example'],
    ['ssh a@b.example \\\n  -p 22 \\\n  ls', 'ssh port=22 user=a host=b.example'],
    ['scp -P 2222 -r dist a@b.example:/srv', 'scp port=2222 user=a host=b.example'],
    ['scp a@b.example:/var/log/x . # fetch', 'scp user=a host=b.example'],
    ['scp file ${{ secrets.T }}:~/x', 'scp host=${{ secrets.T }}'],
    ['sftp -b - -P 22 a@b.example:/srv <<< "put x"', 'sftp port=22 user=a host=b.example'],
    ['rsync -avz --delete dist/ a@b.example:/srv/', 'rsync user=a host=b.example'],
    [
      'rsync -az -e "ssh -p 2222 -i key" --chown www-data:www-data ./ a@b.example:/srv',
      'rsync port=2222 identity=key user=a host=b.example',
    ],
    ["rsync -aze 'ssh -p 22' x b.example:y", 'rsync port=22 host=b.example'],
    ['rsync --rsh="ssh -l a" --exclude a:b x b.example:y', 'rsync user=a host=b.example'],
    ['ssh "deploy@$SSH_HOST"', 'ssh user=deploy host=${{ secrets.SSH_HOST }}'],
    ['ssh -p ${PORT} x.example', 'ssh port=2222 host=x.example'],
  ])('%s', (script, expected) => {
    expect(read(script)).toEqual([expected])
  })

  it.each([
    ['a jump host', 'ssh -J bastion a@b.example', 'ssh config= user=a host=b.example'],
    ['a configuration file', 'ssh -F ci/config prod', 'ssh config= host=prod'],
    ['options in a variable', 'ssh $SSH_OPTIONS a@b.example ls', 'ssh config='],
    ['options in an expression', 'ssh ${{ env.OPTIONS }} a@b.example', 'ssh config='],
    ['a port made at run time', 'ssh -p $(cat port) b.example', 'ssh config= host=b.example'],
    ['a host made at run time', 'ssh a@$(cat host)', 'ssh config='],
    ['a host with a default', 'ssh a@${HOST:-b.example}', 'ssh config='],
    ['algorithms', 'ssh -c aes128-cbc b.example', 'ssh algorithms= host=b.example'],
    ['algorithms', 'scp -oCiphers=x a b.example:c', 'scp algorithms= host=b.example'],
    ['two hosts', 'scp a.example:x b.example:y', 'scp config='],
    ['another shell', 'rsync -e "$RSH" a b.example:c', 'rsync config= host=b.example'],
    ['a variable that the script sets', 'SSH_HOST=x\nssh "$SSH_HOST"', 'ssh host=${SSH_HOST}'],
    ['a value of several lines', 'ssh "$ODD"', 'ssh host=${ODD}'],
  ])('goes a way that is not followed: %s', (_name, script, expected) => {
    expect(read(script)).toEqual([expected])
  })

  it.each([
    'ssh -V',
    'ssh -G example.com',
    'ssh -O exit example.com',
    'ssh',
    'ssh-keyscan example.com >> ~/.ssh/known_hosts',
    'ssh-add - <<< "$KEY"',
    'echo ssh a@b.example',
    '# ssh a@b.example',
    "echo 'ssh a@b.example'",
    'cat > deploy.sh <<EOF\nssh a@b.example\nEOF',
    'cat <<-"END"\n\tssh a@b.example\n\tEND',
    'rsync -a a/ b/',
    'rsync -a rsync://b.example/x .',
    'rsync -a b.example::x .',
    'scp a b',
    'sshd -t',
    "ssh a@b.example 'never closed",
    'echo $(ssh a@b.example',
  ])('is not one: %s', (script) => {
    expect(read(script)).toEqual([])
  })

  it('has its own line of the script, and so has each of its options', () => {
    const script = `set -e
mkdir -p ~/.ssh
cat > note <<'EOF'
ssh nobody@example.com
EOF
ssh -p 2222 \\
  deploy@example.com <<'EOF'
cd /srv
ssh other@example.com
EOF
rsync -a \\
  -e 'ssh -p 22' \\
  dist/ deploy@example.com:/srv
`
    const found = sshCommands(script, () => null)
    expect(found.map(({ program, index }) => [program, index])).toEqual([
      ['ssh', 5],
      ['rsync', 10],
    ])
    expect(found.map(({ entries }) => entries.map(({ input, index }) => [input, index]))).toEqual([
      [
        ['port', 5],
        ['user', 6],
        ['host', 6],
      ],
      [
        ['port', 11],
        ['user', 12],
        ['host', 12],
      ],
    ])
  })

  it('keeps nothing of a command but host, port, user and the path of a key', () => {
    const script = `sshpass -p hunter2 ssh -o 'ProxyCommand=sshpass -p hunter2 ssh b' -J hunter2 a@b.example 'echo hunter2'`
    const entries = sshCommands(script, () => null).map((each) => each.entries)
    expect(entries).toHaveLength(1)
    expect(JSON.stringify(entries)).not.toContain('hunter2')
  })
})

describe('ansible', () => {
  it.each([
    ["-i 'shop.example.com,' -u deploy site.yml", 'host shop.example.com, user deploy'],
    ["-i '${{ secrets.HOST }},' --user=deploy site.yml", 'host ${{ secrets.HOST }}, user deploy'],
    [
      '--inventory=shop.example.com, --private-key key site.yml',
      'host shop.example.com, identity key',
    ],
    [
      "-i shop.example.com, --ssh-common-args '-o Ciphers=x' site.yml",
      'config , host shop.example.com',
    ],
    ['-i shop.example.com, -e ansible_port=2222 site.yml', 'config , host shop.example.com'],
    ['-i a,b site.yml', 'none'],
    ['-i hosts site.yml', 'none'],
    ['site.yml', 'none'],
  ])('%s: %s', (args, expected) => {
    const [found] = sshCommands(`ansible-playbook ${args}`, () => null)
    const entries = found?.entries.map(({ input, text }) => `${input} ${text}`)
    expect(entries?.sort().join(', ') ?? 'none').toBe(expected)
  })
})

describe('the reader of scripts', () => {
  it('reads any text without an error, and no word that is not there', () => {
    const piece = fc.constantFrom(
      ...[
        'ssh ',
        'a@b ',
        "'",
        '"',
        '$',
        '${',
        '$(',
        ')',
        '`',
        '<<E\n',
        'E\n',
        '\\',
        '\n',
        '${{ x }}',
      ],
      ...['|', '#', '>&', ' -p ', '{', '}', '\ue000', 'é', '<(', '&>', '<<<', '$X', ';;'],
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const script = pieces.join('')
        const commands = readScript(script)?.commands ?? null
        expect(commands === null || Array.isArray(commands)).toBe(true)
        for (const { index } of commands?.flatMap(({ words }) => words) ?? []) {
          expect(index).toBeLessThan(script.split('\n').length)
        }
        sshCommands(script, () => 'x')
      }),
    )
  })
})

describe('a program that is described by its words', () => {
  it.each([
    [
      'git push ssh://deploy@example.com:2222/srv/shop.git main',
      'git user=deploy host=example.com port=2222 path=/srv/shop.git',
    ],
    ['git push deploy@example.com:shop.git', 'git user=deploy host=example.com path=shop.git'],
    [
      'git remote add live "ssh://deploy@${{ secrets.HOST }}/~/shop.git"\ngit push -f live HEAD:main',
      'git user=deploy host=${{ secrets.HOST }} path=~/shop.git',
    ],
    ['git clone deploy@example.com:/srv/shop.git', 'git user=deploy host=example.com'],
    [
      "GIT_SSH_COMMAND='ssh -i key -o StrictHostKeyChecking=no' git fetch deploy@example.com:a.git",
      'git identity=key stricthostkeychecking=no user=deploy host=example.com',
    ],
    [
      'export GIT_SSH_COMMAND="ssh -p 2222"\ngit ls-remote deploy@example.com:a.git',
      'git port=2222 user=deploy host=example.com',
    ],
    [
      'ansible all -i "${SSH_HOST}," -u deploy --private-key ~/.ssh/id -m ping',
      'ansible user=deploy identity=~/.ssh/id host=${{ secrets.SSH_HOST }}',
    ],
    [
      'ansible-playbook --user=deploy -i "deploy@example.com," site.yml',
      'ansible-playbook user=deploy user=deploy host=example.com',
    ],
    ['docker -H ssh://deploy@example.com compose up -d', 'docker user=deploy host=example.com'],
    [
      'DOCKER_HOST=ssh://deploy@example.com:2222 docker ps',
      'docker user=deploy host=example.com port=2222',
    ],
    [
      'docker context create live --docker "host=ssh://deploy@example.com"',
      'docker user=deploy host=example.com',
    ],
    [
      'wp --ssh=deploy@example.com:2222/var/www cache flush',
      'wp user=deploy host=example.com port=2222',
    ],
    [
      'lftp -u deploy,pw -p 2222 sftp://example.com -e "mirror -R dist /srv; bye"',
      'lftp user=deploy port=2222 host=example.com',
    ],
    [
      'curl -k -u "${{ secrets.USER }}:${{ secrets.PW }}" -T a.tgz sftp://example.com/srv/in/a.tgz',
      'curl user=${{ secrets.USER }} host=example.com path=/srv/in',
    ],
    [
      'curl --key id --user deploy: scp://example.com/~/a.txt',
      'curl identity=id user=deploy host=example.com',
    ],
    [
      'fab -H deploy@example.com:2222 -i id deploy',
      'fab identity=id user=deploy host=example.com port=2222',
    ],
    ['git push origin main', null],
    ['git remote -v', null],
    ['git clone https://github.com/a/b.git', null],
    ['ansible-playbook -i hosts.ini site.yml', null],
    ['docker compose up -d', null],
    ['curl -fsSL https://example.com/install.sh', null],
    ['wp cache flush', null],
  ])('%s', (script, expected) => {
    expect(read(script)).toEqual(expected === null ? [] : [expected])
  })
})
