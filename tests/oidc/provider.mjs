// A real OpenID Connect provider for the tests of sign-in. It prints its address as a line of JSON,
// then waits for a line `{"origin": "http://…"}` that says where Mainstay is. It ends with stdin.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { Provider } from 'oidc-provider';

const groups = { ada: ['continuity'], grace: ['staff'], eve: [] };

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
console.log(JSON.stringify({ issuer }));

const lines = createInterface({ input: process.stdin });
lines.once('line', (line) => {
  const { origin } = JSON.parse(line);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'mainstay',
        client_secret: 'a secret of the tests and of nobody else',
        redirect_uris: [`${origin}/sign-in/oidc/back`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        backchannel_logout_uri: `${origin}/sign-in/oidc/ended`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: {
      openid: ['sub', 'sid'],
      profile: ['name', 'preferred_username'],
      email: ['email'],
      groups: ['groups'],
    },
    scopes: ['openid', 'profile', 'email', 'groups'],
    cookies: { keys: ['of the tests'] },
    features: { backchannelLogout: { enabled: true } },
    pkce: { required: () => true },
    // It refuses to speak to its own machine, where all of a test is.
    fetch: (url, options) => globalThis.fetch(url, { ...options, dispatcher: undefined }),
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: `${sub[0].toUpperCase()}${sub.slice(1)} of the tests`,
        preferred_username: sub,
        email: `${sub}@example.org`,
        groups: groups[sub] ?? [],
      }),
    }),
  });
  provider.on('server_error', (_, error) => console.error(error));
  server.on('request', provider.callback());
  console.log(JSON.stringify({ ready: true }));
});
lines.once('close', () => process.exit(0));
