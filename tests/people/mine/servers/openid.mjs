// A real server of OpenID Connect: npm's oidc-provider, certified by the OpenID Foundation, with its own pages.
// node openid.mjs PORT REDIRECT: whoever signs in as NAME is the account of that number in ACCOUNTS, with any password.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const from = createRequire(`${process.env.PROVE_NODE_MODULES}/`);
const { Provider } = await import(pathToFileURL(from.resolve('oidc-provider')));
const [port, redirect] = process.argv.slice(2);
const ACCOUNTS = JSON.parse(process.env.PROVE_ACCOUNTS);

const server = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'rapport', client_secret: 'only-rapport-knows', redirect_uris: [redirect] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username', 'name'] },
  findAccount: (_, id) => ACCOUNTS[id] && ({ accountId: id, claims: () => ({ sub: ACCOUNTS[id].sub ?? id, ...ACCOUNTS[id] }) }),
  pkce: { required: () => true },
});
server.listen(Number(port), '127.0.0.1', () => console.log('listening'));
