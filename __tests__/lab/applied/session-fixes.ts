import { addresses } from '../addresses'
import type { AppliedFix } from './applied-fix'

/** A later step whose script the account's shell runs. */
const script = (text: string) =>
  `      - uses: appleboy/ssh-action@v1\n        with:\n          host: ${addresses.server4}\n          username: deploy\n          key: \${{ secrets.SSH_KEY }}\n          script: ${JSON.stringify(text)}`

/** The fixes for what goes wrong after the login. */
export const sessionFixes: readonly AppliedFix[] = [
  {
    name: 'the account cannot run commands',
    cause: 'session/no-shell',
    fix: 'Give the account a shell that exists',
    fault: 'usermod --shell /usr/sbin/nologin deploy',
    changes: [/^[-+] account deploy:/],
  },
  {
    name: 'SFTP is missing',
    cause: 'session/sftp-missing',
    fix: 'Use this line',
    then: ['Test the configuration'],
    inputs: () => ({ sftp: 'required' }),
    fault: "sed -i 's|^Subsystem.*|Subsystem sftp /usr/lib/gone|' /etc/ssh/sshd_config",
    byHand: "sed -i '/^Subsystem/d' /etc/ssh/sshd_config; cat /tmp/paste >> /etc/ssh/sshd_config",
    changes: [/^[-+] config .*Subsystem/],
  },
  {
    name: 'a start-up file prints',
    cause: 'session/noisy-shell',
    fix: 'Put this line at the top',
    fault: 'echo "echo hello" > /home/deploy/.bashrc; chown deploy: /home/deploy/.bashrc',
    byHand: 'cp /home/deploy/.bashrc /tmp/b; cat /tmp/paste /tmp/b > /home/deploy/.bashrc',
  },
  {
    name: 'a start-up file waits',
    cause: 'session/stalled',
    fix: 'Put this line at the top',
    fault: 'echo "sleep 99" > /home/deploy/.bashrc; chown deploy: /home/deploy/.bashrc',
    byHand: 'cp /home/deploy/.bashrc /tmp/b; cat /tmp/paste /tmp/b > /home/deploy/.bashrc',
  },
  {
    name: 'the target is missing',
    cause: 'deploy/target-missing',
    fix: 'Create the directory',
    inputs: () => ({ target: '/srv/site' }),
  },
  {
    name: 'the target is of the web server, by a list',
    cause: 'deploy/target-not-writable',
    fix: 'Give the user the right to write there too',
    inputs: () => ({ target: '/srv/site' }),
    fault: 'mkdir -p /srv/site; chown www-data:www-data /srv/site; chmod 755 /srv/site',
  },
  {
    name: 'the target is of the web server, by its group',
    cause: 'deploy/target-not-writable',
    fix: 'Or, without access control lists',
    inputs: () => ({ target: '/srv/site' }),
    fault: 'mkdir -p /srv/site; chown www-data:www-data /srv/site; chmod 755 /srv/site',
    changes: [/^[-+] group www-data:/],
  },
  {
    name: 'the target is of the web server, which does not write there',
    cause: 'deploy/target-not-writable',
    fix: 'Or give the directory to the user',
    inputs: () => ({ target: '/srv/site' }),
    fault: 'mkdir -p /srv/site; chown www-data:www-data /srv/site; chmod 755 /srv/site',
  },
  {
    name: 'the group of the target can write',
    cause: 'deploy/target-not-writable',
    fix: 'The group',
    inputs: () => ({ target: '/srv/site' }),
    fault: 'mkdir -p /srv/site; chown www-data:www-data /srv/site; chmod 775 /srv/site',
    changes: [/^[-+] group www-data:/],
  },
  {
    name: 'the target is below a directory that is closed',
    cause: 'deploy/target-not-writable',
    fix: 'Allow this user to pass',
    inputs: () => ({ target: '/srv/closed/site' }),
    fault: 'mkdir -p /srv/closed/site; chown deploy: /srv/closed/site; chmod 700 /srv/closed',
  },
  {
    name: 'sudo asks for a password',
    cause: 'deploy/sudo-password',
    fix: 'Allow this user exactly this command',
    later: script('sudo systemctl restart nginx'),
  },
  {
    name: 'the login shell is fish',
    cause: 'deploy/shell-syntax',
    fix: 'Or give the account bash',
    fault: 'usermod --shell /usr/bin/fish deploy',
    later: script('NAME=value; echo "$NAME"'),
    changes: [/^[-+] account deploy:/],
  },
  {
    name: 'rsync sets the times of a directory of root',
    cause: 'deploy/target-not-owned',
    fix: 'Or give the directory itself to the user',
    fault: 'groupadd web; usermod -aG web deploy; install -d -g web -m 2775 /srv/site',
    later: `      - uses: Burnett01/rsync-deployments@7.1.0
        with:
          switches: -a
          path: dist/
          remote_path: /srv/site/
          remote_host: ${addresses.server4}
          remote_user: deploy
          remote_key: \${{ secrets.SSH_KEY }}`,
  },
  ...['Let Git of this user accept', 'Or give the repository to the user'].map((fix) => ({
    name: `the repository is of the web server: ${fix}`,
    cause: 'deploy/git-repository' as const,
    fix,
    fault: 'git init -q /srv/app; chown -R www-data: /srv/app; chmod -R a+rX /srv/app',
    later: script('cd /srv/app && git status'),
  })),
]
