// What a user does, in two steps. Each check is one yes or no; the SLO counts them.
import http from 'k6/http';
import { check, sleep } from 'k6';

const base = __ENV.BASE_URL;

export default function () {
  const page = http.get(`${base}/`);
  check(page, {
    'front page answers': (response) => response.status === 200,
    'front page is podinfo': (response) => response.body && response.body.includes('podinfo'),
  });

  const token = http.post(`${base}/token`, 'canary');
  check(token, { 'token is issued': (response) => response.status === 200 });

  sleep(1);
}
