// Send what a person did; read what the station says to it.

const token = () => document.querySelector('meta[name="csrf-token"]').content;

export const go = (address) => location.assign(address);

export const ask = (path, body, signal) =>
  fetch(path, {
    method: "POST",
    signal,
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": token(),
    },
    body: JSON.stringify(body),
  });

// Resolves to the answer, or to null where the page has to start anew.
export async function post(path, body) {
  return said(await ask(path, body));
}

export async function said(answer) {
  if (answer.status === 204) return {};
  if (answer.ok || answer.status === 409) return follow(await answer.json());
  return startAnew(answer.status);
}

function follow(said) {
  if (!said.to) return said;
  go(said.to);
  return null;
}

// 401: the session is over. 400 and 403: the page is older than the session. The draft is at the station.
function startAnew(status) {
  if (status === 401) go("/sign-in");
  else if (status < 500) location.reload();
  else throw new Error(`the station answered ${status}`);
  return null;
}
