import { describe, expect, it } from '@jest/globals'
import { readRemoteScript } from '../../../src/plan/remote-script'

const read = (text: string, stopsOnError = false) =>
  readRemoteScript({ text, lineOf: (index) => index + 1, stopsOnError })

/** Names, with `!` behind those that the script cannot do without. */
const programs = (text: string, stopsOnError?: boolean) =>
  read(text, stopsOnError)?.programs.map(({ name, isRequired }) => name + (isRequired ? '!' : ''))

const directories = (text: string, stopsOnError?: boolean) =>
  read(text, stopsOnError)?.directories.map(
    ({ path, use, isRequired }) => `${use} ${path}${isRequired ? '!' : ''}`,
  )

describe('the programs of a script', () => {
  it.each<readonly [string, readonly string[]]>([
    ['git pull', ['git!']],
    ['git pull\ncomposer install', ['git', 'composer!']],
    ['set -e\ngit pull\ncomposer install', ['git!', 'composer!']],
    ['set -euo pipefail; git pull; php -v', ['git!', 'php!']],
    ['set -e\nset +e\ngit pull\nphp -v', ['git', 'php!']],
    ['cd /srv/app && git pull && php artisan migrate', ['git!', 'php!']],
    ['git pull || exit 1\nphp -v', ['git!', 'php!']],
    ['set -e\ngit pull || true', []],
    ['set -e\nif command -v php; then php -v; fi', []],
    ['command -v pm2 >/dev/null || echo none\npm2 reload all', []],
    ['[ -x "$(command -v pm2)" ] && pm2 reload all\ntrue', []],
    ['[ -x /opt/bin/wp ] && /opt/bin/wp cache flush', []],
    // Without these the script goes no further.
    ['command -v pm2 || exit 1\ntrue', ['pm2!']],
    ['if ! which pm2; then\n  echo none\n  exit 1\nfi\npm2 reload all', ['pm2!', 'which!']],
    ['if composer install; then echo ok; else exit 1; fi', ['composer!']],
    ['if ! composer install; then npm ci; fi', ['composer', 'npm']],
    ['[ "$MODE" = docker ] && docker compose up -d\ntrue', ['docker']],
    ['set -e\nphp artisan down || echo no\nphp artisan up', ['php!']],
    ['set -e\nA=1 /usr/bin/php8.2 artisan', ['/usr/bin/php8.2!']],
    ['set -e\n./deploy.sh\nbin/console\n~/bin/wp cache flush', ['~/bin/wp!']],
    ['sudo systemctl restart nginx', ['sudo!']],
    ['sudo -u www-data php artisan cache:clear', ['sudo!']],
    ['timeout 30 docker compose up -d', ['docker!']],
    ['set -e\nHASH=$(git rev-parse HEAD)\necho "$HASH"', ['git']],
    ['cat a | grep b', ['cat', 'grep!']],
    ['echo hello > /tmp/x', []],
    ['deploy() { composer install; }\ndeploy', ['composer']],
    ['$PHP artisan', []],
    ['php${{ vars.VERSION }} artisan', []],
    // What is on PATH after these is not known from the script.
    ['export PATH="$HOME/bin:$PATH"\ncomposer install', []],
    ['source ~/.nvm/nvm.sh\nnpm ci', []],
    ['. ~/.bashrc\nnode -v', []],
    ['npm i -g pm2\npm2 reload all', ['npm']],
    ['for f in a b; do wp plugin update $f; done', ['wp']],
    ['git pull &\nwait', ['git']],
  ])('of %j', (text, expected) => {
    expect(programs(text)).toEqual(expected)
  })

  it('are all required where the client ends the script at the first failure', () => {
    expect(programs('git pull\nphp -v', true)).toEqual(['git!', 'php!'])
  })
})

describe('the directories of a script', () => {
  it.each<readonly [string, readonly string[]]>([
    ['cd /var/www/shop', ['enter /var/www/shop!']],
    ['cd /var/www/shop/\ngit pull', ['enter /var/www/shop', 'git /var/www/shop!']],
    ['set -e\ncd ~/site\ngit fetch --all', ['enter ~/site!', 'git ~/site!']],
    ['set -e\ncd site\ncd public', ['enter ~/site!', 'enter ~/site/public!']],
    ['set -e\ncd /a/b\ncd ..\nls', ['enter /a/b!', 'enter /a!']],
    ['cd /a && git pull', ['enter /a!', 'git /a!']],
    ['git -C /srv/app pull', ['git /srv/app!']],
    ['cd "$APP_DIR"\ngit pull', []],
    ['cd ${{ secrets.DIR }}\ngit pull', []],
    ['(cd /a; ls)\ngit pull', ['enter /a', 'git ~!']],
    ['mkdir -p /srv/new\ncd /srv/new/x', []],
    ['git clone x /srv/new\ncd /srv/new', []],
    ['tar xf a.tgz\ncd a', []],
    ['cd /a || mkdir /a', []],
    ['cd /a || exit 1\ntrue', ['enter /a!']],
    ['[ -d /a ] && cd /a\ngit status || true', []],
    ['if [ -d /a ]; then cd /a; fi\ngit pull', ['git /a!']],
    ['git config --global --add safe.directory /a\ncd /a\ngit pull', ['enter /a']],
    ['set -e\n. ~/.nvm/nvm.sh', ['source ~/.nvm/nvm.sh!']],
    ['set -e\nsource "$HOME/.env"\ncd $HOME/app', ['source ~/.env!', 'enter ~/app!']],
    ['[ -s ~/.nvm/nvm.sh ] && . ~/.nvm/nvm.sh\nsource venv/bin/activate', []],
    ['curl x | bash\n. ~/.nvm/nvm.sh', []],
    ['cd', []],
    ['cd ../other', []],
  ])('of %j', (text, expected) => {
    expect(directories(text)).toEqual(expected)
  })
})

describe('a command of Git', () => {
  it.each([
    ['git pull', true],
    ['git pull --ff-only origin main', true],
    ['git fetch origin main', true],
    ['git pull https://example.net/shop.git', undefined],
    ['git fetch', undefined],
    ['git status', undefined],
  ])('%s asks a remote of the repository: %s', (text, asksRemote) => {
    expect(read(text)?.directories).toMatchObject([
      { use: 'git', ...(asksRemote && { asksRemote }) },
    ])
    expect(read(text)?.directories[0]?.asksRemote).toBe(asksRemote)
  })
})

describe('what not every shell understands', () => {
  it.each<readonly [string, readonly string[]]>([
    ['REV=$(date +%s)', ['assignment', 'substitution']],
    ['export A=b\nls 2>/dev/null', ['export', 'stderr-redirect']],
    ['cat <<EOF\nx\nEOF', ['here-document']],
    ['if true; then ls; fi', ['branch']],
    ['for f in *; do ls "$f"; done', ['loop']],
    ['[[ -f a ]] && source b', ['source', 'double-brackets']],
    ['A=b ls -l && cd /srv', []],
    ['ls >x 2>&1', ['stderr-redirect']],
  ])('is in %j', (text, expected) => {
    expect(read(text)?.syntax.map(({ what }) => what)).toEqual(expected)
  })
})

describe('the commands that sudo runs', () => {
  it.each<readonly [string, readonly string[]]>([
    ['sudo systemctl restart nginx', ['systemctl restart nginx!']],
    ['sudo -n -u www-data php artisan\nls', ['-u www-data php artisan']],
    ['sudo systemctl restart "$SERVICE"', ['systemctl restart!']],
    ['echo x | sudo tee /etc/x', ['tee /etc/x!']],
  ])('are those of %j', (text, expected) => {
    const found = read(text)?.sudo.map(
      ({ command, isRequired }) => command + (isRequired ? '!' : ''),
    )
    expect(found).toEqual(expected)
  })
})

it('gives the lines of the file, and nothing of a script that cannot be read', () => {
  expect(read('\n\ngit pull')?.programs).toEqual([{ name: 'git', line: 3, isRequired: true }])
  expect(read("echo 'no end")).toBeNull()
})
