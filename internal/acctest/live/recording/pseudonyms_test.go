// SPDX-License-Identifier: MPL-2.0

package recording_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
)

// A pseudonym has the form of what it stands for, and nothing else of it.
func TestPseudonymsKeepTheForm(t *testing.T) {
	t.Parallel()
	var p recording.Pseudonyms
	for original, form := range map[string]string{
		"8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21":        `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
		"712020:4b961e56-9af8-5741-9a85-fdcea79070a5": `^712020:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
		"5b10ac8d82e05b22cc7d4ef5":                    `^[0-9a-f]{24}$`,
		"ada.okafor@acme.test":                        `^user-\d+@domain-\d+\.example$`,
		"acme.test":                                   `^domain-\d+\.example$`,
		"ari:cloud:jira-software::site/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21":                               `^ari:cloud:jira-software::site/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`,
		"ari:cloud:identity::user/712020:4b961e56-9af8-5741-9a85-fdcea79070a5":                             `^ari:cloud:identity::user/712020:[0-9a-f-]{36}$`,
		"ari:cloud:jira:8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21:project/Secret Work":                          `^ari:cloud:jira:[0-9a-f-]{36}:project/text-\d+$`,
		"ari:cloud:identity::group/secret":                                                                 `^ari:cloud:identity::group/text-\d+$`,
		"ari:Secret:Work":                                                                                  `^ari:cloud:unknown::unknown/\d+$`,
		"https://acme.atlassian.net/wiki/Secret Work?q=Ada":                                                `^https://site-\d+\.atlassian\.net/text-\d+/text-\d+\?q=text-\d+$`,
		"https://api.atlassian.com/admin/v1/orgs/8f2b1c9e-6a57-4d43-9b0e-3c1d5e7f9a21/domains?cursor=QWRh": `^https://api\.atlassian\.com/admin/v1/orgs/[0-9a-f-]{36}/domains\?cursor=text-\d+$`,
		"https://acme.test:8443/Ada":                                                                       `^https://host-\d+\.example/text-\d+$`,
		"203.0.113.7":                                                                                      `^198\.18\.0\.\d+$`,
		"203.0.113.0/24":                                                                                   `^198\.18\.0\.\d+/24$`,
		"2a00:1450::1":                                                                                     `^2001:db8::[0-9a-f]+$`,
		"2026-11-29":                                                                                       `^2001-\d\d-\d\d$`,
		"2026-11-29T15:47:14.123Z":                                                                         `^2001-01-01T00:00:\d\d\.000Z$`,
		"2026-11-29T15:47:14+02:00":                                                                        `^2001-01-01T00:00:\d\d\+00:00$`,
		"2026-11-29 15:47":                                                                                 `^2001-01-01 00:00$`,
		"1764431234567":                                                                                    `^\d{13}$`,
		"Ada Okafor":                                                                                       `^text-\d+$`,
		"engineering":                                                                                      `^text-\d+$`,
		"ATATT3xFfGF0abcdefghijklmnop=":                                                                    `^text-\d+$`,
		"Ünïcode 名前":                                                                                       `^text-\d+$`,
		"ada@okafor@acme.test":                                                                             `^text-\d+$`,
		"":                                                                                                 `^$`,
	} {
		pseudonym := p.Of(original)
		assert.Regexp(t, form, pseudonym, original)
		assert.Equal(t, pseudonym, p.Of(original), "the same text has the same pseudonym")
		assert.True(t, original == "" || p.Made(pseudonym), original)
		for _, part := range []string{"ada", "okafor", "acme", "secret", "8f2b1c9e", "4b961e56", "203.0", "2026"} {
			assert.NotContains(t, strings.ToLower(pseudonym), part, original)
		}
	}
	assert.NotEqual(t, p.Of("one"), p.Of("other"))
	assert.Equal(t, p.Of("ACME.test"), p.Of("acme.test"), "a domain has no case")
	_, domain, _ := strings.Cut(p.Of("bruno@acme.test"), "@")
	assert.Equal(t, p.Of("acme.test"), domain, "an address is in its domain")
}

func value(t *testing.T, text string) any {
	t.Helper()
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&value))
	return value
}

// Null, empty, true, and what Atlassian makes up stay; everything else does not, also where Atlassian would write.
func TestValue(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`{"a":null,"b":[],"c":{},"d":"","e":true,"f":0,"g":7}`:                 `{"a":null,"b":[],"c":{},"d":"","e":true,"f":0,"g":7}`,
		`{"status":"active","type":"ip-allowlist","roleId":"atlassian/user"}`:  `{"status":"active","type":"ip-allowlist","roleId":"atlassian/user"}`,
		`{"code":"ADMIN-404-3","status":"404","x":{"code":404}}`:               `{"code":"ADMIN-404-3","status":"404","x":{"code":404}}`,
		`{"scopes":["read:orgs:admin","all"]}`:                                 `{"scopes":["read:orgs:admin","text-1"]}`,
		`{"status":"Ada Okafor","type":"ada@acme.test","roleId":"custom/ada"}`: `{"roleId":"text-1","status":"text-2","type":"user-1@domain-1.example"}`,
		`{"name":"active"}`:                      `{"name":"text-1"}`,
		`{"unheard":"Ada"}`:                      `{"unheard":"text-1"}`,
		`{"count":1234,"part":0.25,"less":-42}`:  `{"count":1001,"part":0.5,"less":-11}`,
		`{"ada@acme.test":{"status":"active"}}`:  `{"user-1@domain-1.example":{"status":"active"}}`,
		`{"__typename":"App","Ada Okafor":"on"}`: `{"text-1":"text-2","__typename":"App"}`,
	} {
		var p recording.Pseudonyms
		got, err := json.Marshal(p.Value("", "", value(t, given)))
		require.NoError(t, err)
		assert.JSONEq(t, want, string(got))
	}
}

// What was not redacted is found in what is to be written, whatever forgot it.
func TestStray(t *testing.T) {
	t.Parallel()
	var p recording.Pseudonyms
	made := p.Of("Ada")
	for given, want := range map[string]string{
		`{"data":[{"name":"` + made + `","status":"active","none":""}]}`: "",
		`{"data":[{"name":"Ada"}]}`:                                      "here.data[].name",
		`{"data":["` + made + `","Ada"]}`:                                "here.data[]",
		`{"ada@acme.test":1}`:                                            "here.*",
		`"Ada"`:                                                          "here",
	} {
		at, found := p.Stray("", "", "here", value(t, given))
		assert.Equal(t, want, at, given)
		assert.Equal(t, want != "", found, given)
	}
}
