// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

// signInPage is how a proxy answers an unknown client. The status looks like
// success.
const signInPage = `<!DOCTYPE html>
<html>
<head><title>Sign in</title></head>
<body><form method="post" action="/login"><input name="user"><input name="password" type="password"></form></body>
</html>
`

// signIn answers as a proxy in front of Atlassian.
func signIn(w http.ResponseWriter) {
	w.Header().Del(traceHeader)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// The client may be gone. Then nobody reads the error.
	_, _ = io.WriteString(w, signInPage)
}

// shorten removes from a list what the fault hides. It does not change errors.
// Member is that of the page which holds the list.
func (f Fault) shorten(given Answer, member string) Answer {
	if (!f.Empty && !f.Partial) || given.failure != nil || given.Status != http.StatusOK {
		return given
	}

	encoded, err := json.Marshal(given.Body)
	if err != nil {
		panic("simulator: " + err.Error())
	}

	if bytes.HasPrefix(encoded, []byte("[")) {
		return OK(f.cut(encoded))
	}

	var page map[string]json.RawMessage
	if err := json.Unmarshal(encoded, &page); err != nil {
		panic("simulator: " + err.Error())
	}

	page[member] = f.cut(page[member])

	if f.Empty {
		var links map[string]json.RawMessage
		if json.Unmarshal(page["links"], &links) == nil {
			delete(links, "next")

			page["links"], _ = json.Marshal(links) // they were decoded just before
		}
	}

	return OK(page)
}

// cut removes items from a list in JSON.
func (f Fault) cut(list json.RawMessage) json.RawMessage {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil {
		panic("simulator: " + err.Error())
	}

	if f.Empty || len(items) == 0 {
		return json.RawMessage("[]")
	}

	encoded, err := json.Marshal(items[1:])
	if err != nil {
		panic("simulator: " + err.Error())
	}

	return encoded
}
