// SPDX-License-Identifier: MPL-2.0

package secrets_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/secrets"
)

// A secret is found however it is written, and nothing else is.
func TestASecretIsFoundHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	const key, email, token = `a-key-of-this-test+"/<=%`, "ada@acme.example", "a-token-of-this-test"
	forget := secrets.Note("the key", key)
	t.Cleanup(secrets.Note("the same key of another organization", key))
	t.Cleanup(secrets.NotePair(email, token))
	forget()
	forget()
	secrets.Note("the key of an organization that is gone", "a-key-of-old")()
	assert.Empty(t, secrets.In([]byte("a-key-of-old")))
	assert.Empty(t, secrets.In([]byte("a key of this test, and ada@acme.example")))
	escaped, err := json.Marshal("says " + key)
	require.NoError(t, err)
	for _, text := range []string{
		"Bearer " + key, string(escaped), fmt.Sprintf("%q", "key: "+key), "?key=" + url.QueryEscape(key), "/x/" + url.PathEscape(key), fmt.Sprintf("%x", "Bearer "+key),
		strings.ToUpper(hex.EncodeToString([]byte(key))), token, "Basic " + base64.StdEncoding.EncodeToString([]byte(email+":"+token)),
	} {
		assert.NotEmpty(t, secrets.In([]byte(text)), text)
	}
	for _, around := range []string{"", "a", "ab", "abc", "Bearer "} {
		for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.URLEncoding, base64.RawURLEncoding} {
			assert.NotEmpty(t, secrets.In([]byte(encoding.EncodeToString([]byte(around+key+around)))), "%q", around)
		}
	}

	var plan bytes.Buffer
	archive := zip.NewWriter(&plan)
	for _, name := range []string{"tfconfig/m-/main.tf", "tfstate"} {
		file, err := archive.Create(name)
		require.NoError(t, err)
		_, err = file.Write([]byte(strings.Repeat(key, 10)))
		require.NoError(t, err)
	}
	require.NoError(t, archive.Close())
	found, err := secrets.InFile(plan.Bytes(), false)
	require.NoError(t, err)
	assert.Equal(t, "the key, in tfstate", found)
	found, err = secrets.InFile(plan.Bytes(), true)
	require.NoError(t, err)
	assert.Equal(t, "the key, in tfconfig/m-/main.tf", found)
}
