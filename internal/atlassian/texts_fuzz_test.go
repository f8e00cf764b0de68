// SPDX-License-Identifier: MPL-2.0

package atlassian_test

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/spoken"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

var hostNumber = regexp.MustCompile(`host-\d+`)

// sameTime reports whether a text of an answer may mean a time of a result.
func sameTime(text, at string) bool {
	is, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return false
	}
	if number, err := strconv.ParseInt(text, 10, 64); err == nil {
		return is.Equal(time.Unix(number, 0)) || is.Equal(time.UnixMilli(number))
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05", time.DateOnly} {
		if read, err := time.Parse(layout, text); err == nil && read.Equal(is) {
			return true
		}
	}
	return false
}

// sameNumber reports whether both are the same number, in whatever form.
func sameNumber(text, number string) bool {
	a, errA := strconv.ParseFloat(text, 64)
	b, errB := strconv.ParseFloat(number, 64)
	return errA == nil && errB == nil && a == b
}

// Whatever an answer says is the next page, the client asks the same host and path for it, with a cursor alone, or stops with an error
// that says why. A cursor in a link is the same as the cursor alone.
func FuzzCursors(f *testing.F) {
	for _, seed := range []string{"", "abc", "a/b+c==", "/abc", "?x", "https://api.example/x?cursor=a%2Fb", "https://elsewhere.example/?cursor=", "://", "/x?cursor=c", "?cursor=%zz", "a&cursor=b", "\x00", "\xff", "%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, next string) {
		if !utf8.ValidString(next) {
			return // no text of JSON is
		}
		cursors, err := follow(t, next)
		if err != nil {
			spoken.InOneLine(t, err.Error(), 1000)
			require.Contains(t, err.Error(), "getDomains")
			require.Contains(t, next, "://", "what is no URL is a cursor")
			return
		}
		if next == "" {
			require.Empty(t, cursors)
			return
		}
		require.Len(t, cursors, 1, "there is a next page")
		require.NotEmpty(t, cursors[0])
		for _, link := range []string{"https://elsewhere.example/admin?x=y&cursor=", "/admin/v1/orgs/o/domains?cursor=", "?cursor="} {
			linked, err := follow(t, link+url.QueryEscape(next))
			require.NoError(t, err)
			require.Equal(t, []string{next}, linked)
		}
	})
}

// follow lists what has a next page, and is the cursors that are asked for.
func follow(t *testing.T, next string) (cursors []string, err error) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"data": []any{}, "links": map[string]any{"next": next}})
	require.NoError(t, err)
	w := &wire{answers: []answerFunc{status(200, string(body)), status(200, `{"data":[]}`)}}
	client := newClient(t, w)
	err = drain(client.Domains(t.Context(), "o"))
	first, errFirst := url.Parse(w.sent()[0].url)
	require.NoError(t, errFirst)
	for _, sent := range w.sent()[1:] {
		further, err := url.Parse(sent.url)
		require.NoError(t, err)
		require.Equal(t, first.Host+first.Path, further.Host+further.Path)
		require.Len(t, further.Query(), 1)
		cursors = append(cursors, further.Query()["cursor"]...)
	}
	return cursors, err
}

// A time of an answer is read as what it says, or refused in one line. What is read and written again is the same time.
func FuzzTimes(f *testing.F) {
	for _, seed := range []string{"", "2026-01-01T10:03:20Z", "2026-01-01T10:03:20.5+01:00", "2026-01-01T10:03:20+0100", "2026-01-01T10:03:20", "2026-01-01", "1767261790", "1767261790000", "soon", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999-23:59"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func(*testing.T, string) (*time.Time, error){lastActive, keyCreated, lastBackup} {
			encoded, err := json.Marshal(text)
			require.NoError(t, err)
			at, err := read(t, string(encoded))
			if err != nil {
				spoken.InOneLine(t, err.Error(), 1000)
				continue
			}
			if at == nil {
				require.Empty(t, text, "a time that says something is none")
				continue
			}
			if at.Year() < 0 || at.Year() > 9999 {
				continue // no text of RFC 3339 has such a year
			}
			again, err := read(t, strconv.Quote(at.Format(time.RFC3339Nano)))
			require.NoError(t, err)
			require.True(t, at.Equal(*again), "%s, and %s", at, again)
		}
	})
}

func lastActive(t *testing.T, text string) (*time.Time, error) {
	t.Helper()
	w := &wire{answers: []answerFunc{status(200, `{"data":{"accountId":"a","productAccess":[{"id":"r","lastActiveTimestamp":`+text+`}]}}`)}}
	user, err := newClient(t, w).User(t.Context(), "o", "d", "a")
	if err != nil {
		return nil, err
	}
	return user.ProductAccess[0].LastActive, nil
}

func keyCreated(t *testing.T, text string) (at *time.Time, err error) {
	t.Helper()
	w := &wire{answers: []answerFunc{status(200, `{"data":[{"id":"k","createdAt":`+text+`}]}`)}}
	for found, failed := range newClient(t, w).APIKeys(t.Context(), "o") {
		if err = failed; err == nil && !found.CreatedAt.IsZero() {
			at = &found.CreatedAt
		}
	}
	return at, err
}

func lastBackup(t *testing.T, text string) (*time.Time, error) {
	t.Helper()
	w := &wire{answers: []answerFunc{status(200, `{"policyId":"p","details":{"backupDetails":{"lastBackupTime":`+text+`}}}`)}}
	policy, err := newClient(t, w).BackupPolicy(t.Context(), "o", "p")
	return policy.LastBackup, err
}

// What is quoted is in one line, short, and can be read back if nothing was left out.
func FuzzQuoted(f *testing.F) {
	for _, seed := range []string{"", "a", "a b", "\n", "\x1b[2J", "\u202e", "\xff", `"\`, strings.Repeat("ö", 61), strings.Repeat("a", 201)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted := atlassian.Quoted(text)
		spoken.InOneLine(t, quoted, 60*10+40)
		if utf8.RuneCountInString(text) <= 60 {
			back, err := strconv.Unquote(quoted)
			require.NoError(t, err)
			require.Equal(t, text, back)
		}
		word := atlassian.Word(text)
		spoken.InOneLine(t, word, 60*10+40)
		require.Contains(t, []string{text, quoted}, word)
		escaped := atlassian.Escaped(text, "\n")
		if escaped != "" {
			spoken.InLines(t, escaped, 10*len(text))
		}
		require.Equal(t, escaped, atlassian.Escaped(escaped, "\n"))
	})
}

// A base URL that is taken sends the key to its own host, encrypted or to this machine. One that is refused is not shown with its password.
func FuzzBaseURLs(f *testing.F) {
	for _, seed := range []string{"https://api.atlassian.com", "http://127.0.0.1:8080", "http://[::1]", "http://localhost", "http://a", "https://me:pw@x", "https://x?y", "https:x", "//x", "https://x/%zz", "https://x\n", "https://[::1%25eth0]/"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		w := &wire{answers: []answerFunc{status(200, `{"data":{"id":"o"}}`)}}
		client, err := atlassian.New(atlassian.Config{BaseURL: text, APIKey: key, Transport: w})
		if err != nil {
			spoken.InOneLine(t, err.Error(), 1000)
			if parsed, err := url.Parse(text); err == nil && parsed.User != nil {
				if password, _ := parsed.User.Password(); len(password) > 8 {
					require.NotContains(t, err, password)
				}
			}
			return
		}
		base, err := url.Parse(text)
		require.NoError(t, err)
		_, err = client.Organization(t.Context(), "o")
		if err != nil {
			spoken.InOneLine(t, err.Error(), 3000)
			require.Empty(t, w.sent())
			return
		}
		target, err := url.Parse(w.sent()[0].url)
		require.NoError(t, err)
		require.Equal(t, base.Hostname()+" "+base.Port(), target.Hostname()+" "+target.Port())
		require.True(t, target.Scheme == "https" || target.Scheme == "http" && isHere(target.Hostname()), "%s", target)
	})
}

func isHere(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.") || strings.HasPrefix(host, "::ffff:")
}
