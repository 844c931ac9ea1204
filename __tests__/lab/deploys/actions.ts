import type { Client } from './clients'

/** What an action of a workflow runs. */
export interface ActionProgram {
  /** What it puts in the place of inputs that are not set. */
  readonly defaults: Readonly<Record<string, string>>
  /** The program that must be there. */
  readonly needs: Client | null
  /** Bash, with the inputs as INPUT_ variables, as the action's own runner script has them. */
  readonly script: string
}

const appleboy = {
  defaults: {
    ...{
      host: '',
      port: '22',
      protocol: 'tcp',
      username: '',
      password: '',
      passphrase: '',
      key: '',
    },
    ...{ key_path: '', fingerprint: '', timeout: '30s', command_timeout: '10m' },
    ...{ use_insecure_cipher: '', cipher: '', debug: '', capture_stdout: 'false' },
    ...{ proxy_host: '', proxy_port: '22', proxy_username: '', proxy_password: '' },
    ...{ proxy_passphrase: '', proxy_key: '', proxy_key_path: '', proxy_fingerprint: '' },
    ...{ proxy_timeout: '30s', proxy_use_insecure_cipher: '', proxy_cipher: '' },
  },
}

/** A key in a file that ssh accepts, and the options that these actions give to ssh. */
const keyFile = `
key=$RUNNER_TEMP/action-key-$RANDOM
printf '%s\\n' "$INPUT_KEY" > "$key"
chmod 400 "$key"`

/**
 * The actions that the set-ups use, by name in lower case. Source: action.yml and the script or program of each, read in 2026.
 * Those of appleboy run their own programs. The others do with Debian's programs what their scripts do.
 */
export const actions: Readonly<Record<string, ActionProgram>> = {
  'appleboy/ssh-action': {
    defaults: { ...appleboy.defaults, script: '', envs: '', request_pty: '', sync: '' },
    needs: 'droneSsh',
    script: '"$DRONE_SSH"',
  },
  'appleboy/scp-action': {
    defaults: {
      ...appleboy.defaults,
      ...{ target: '', source: '', rm: '', strip_components: '', overwrite: '' },
      ...{ tar_dereference: '', tar_tmp_path: '', tar_exec: 'tar' },
    },
    needs: 'droneScp',
    script: '"$DRONE_SCP"',
  },
  'easingthemes/ssh-deploy': {
    defaults: {
      ...{ remote_port: '22', source: '', target: '', args: '-rlgoDzvc -i' },
      ...{ ssh_cmd_args: '-o StrictHostKeyChecking=no', script_before: '', script_after: '' },
    },
    needs: null,
    script: `INPUT_KEY=$INPUT_SSH_PRIVATE_KEY ${keyFile}
host=\${REMOTE_HOST:-$INPUT_REMOTE_HOST} user=\${REMOTE_USER:-$INPUT_REMOTE_USER}
target=\${TARGET:-\${INPUT_TARGET:-/home/$user/}}
rsync $INPUT_ARGS -e "ssh -p $INPUT_REMOTE_PORT -i $key $INPUT_SSH_CMD_ARGS" \\
  "$GITHUB_WORKSPACE/$INPUT_SOURCE" "$user@$host:$target"
if [ -n "$INPUT_SCRIPT_AFTER" ]; then
  printf '%s' "$INPUT_SCRIPT_AFTER" > after.sh
  ssh -p $INPUT_REMOTE_PORT -i "$key" -o StrictHostKeyChecking=no "$user@$host" 'bash -s' < after.sh || true
fi`,
  },
  'burnett01/rsync-deployments': {
    defaults: { remote_port: '22', rsh: '', path: '', switches: '' },
    needs: null,
    script: `eval "$(ssh-agent)" >/dev/null
printf '%s\\n' "$INPUT_REMOTE_KEY" | SSH_ASKPASS_REQUIRE=never ssh-add -q -
sh -c "rsync $INPUT_SWITCHES -e 'ssh -o StrictHostKeyChecking=no -p $INPUT_REMOTE_PORT $INPUT_RSH' \\
  $GITHUB_WORKSPACE/$INPUT_PATH $INPUT_REMOTE_USER@$INPUT_REMOTE_HOST:$INPUT_REMOTE_PATH"`,
  },
  'wlixcc/sftp-deploy-action': {
    defaults: { port: '22', local_path: './*', sftp_only: 'false', sftpargs: '' },
    needs: null,
    script: `key=$RUNNER_TEMP/private_key.pem
printf '%s' "$INPUT_SSH_PRIVATE_KEY" > "$key"
chmod 600 "$key"
if [ "$INPUT_SFTP_ONLY" != true ]; then
  ssh -o StrictHostKeyChecking=no -p $INPUT_PORT -i "$key" $INPUT_USERNAME@$INPUT_SERVER mkdir -p $INPUT_REMOTE_PATH
fi
printf '%s' "put -r $INPUT_LOCAL_PATH $INPUT_REMOTE_PATH" > "$RUNNER_TEMP/sftp"
sftp -b "$RUNNER_TEMP/sftp" -P $INPUT_PORT $INPUT_SFTPARGS -o StrictHostKeyChecking=no -i "$key" $INPUT_USERNAME@$INPUT_SERVER`,
  },
  'garygrossgarten/github-action-ssh': {
    defaults: { port: '22' },
    needs: 'nodeModules',
    script: 'node "$LAB_PROGRAMS/node-ssh.mjs"',
  },
  'garygrossgarten/github-action-scp': {
    defaults: { port: '22' },
    needs: 'nodeModules',
    script: 'node "$LAB_PROGRAMS/node-ssh.mjs"',
  },
  'webfactory/ssh-agent': {
    defaults: {},
    needs: null,
    script: `eval "$(ssh-agent -a "$RUNNER_TEMP/agent")" >/dev/null
printf '%s\\n' "\${INPUT_SSH_PRIVATE_KEY}" | SSH_ASKPASS_REQUIRE=never ssh-add -
echo "SSH_AUTH_SOCK=$SSH_AUTH_SOCK" >> "$GITHUB_ENV"
echo "SSH_AGENT_PID=$SSH_AGENT_PID" >> "$GITHUB_ENV"`,
  },
  'shimataro/ssh-key-action': {
    defaults: { name: 'id_rsa', known_hosts: '', config: '' },
    needs: null,
    script: `mkdir -p -m 700 "$HOME/.ssh"
printf '%s\\n' "$INPUT_KEY" > "$HOME/.ssh/$INPUT_NAME"; chmod 400 "$HOME/.ssh/$INPUT_NAME"
printf '%s\\n' "$INPUT_KNOWN_HOSTS" >> "$HOME/.ssh/known_hosts"
[ -z "$INPUT_CONFIG" ] || printf '%s\\n' "$INPUT_CONFIG" >> "$HOME/.ssh/config"`,
  },
  'actions/checkout': { defaults: {}, needs: null, script: 'true' },
}
