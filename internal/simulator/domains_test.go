// SPDX-License-Identifier: MPL-2.0

package simulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestDomains(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	list := b.ok("GET", "{v1}/domains", nil)
	assert.Equal(t, []string{"acme.example", "acme.dev", "acme-labs.example"}, list.column("attributes", "name"))
	assert.Equal(t, []string{"dns", "http", "dns"}, list.column("attributes", "claim", "type"))
	assert.Equal(t, []string{"verified", "verified", "unverified"}, list.column("attributes", "claim", "status"))
	assert.Equal(t, []string{"domains", "domains", "domains"}, list.column("type"))
	assert.Nil(t, list.at("links", "next"))

	one := b.ok("GET", "{v1}/domains/"+b.DomainID("acme.dev"), nil)
	assert.Equal(t, list.at("data", 1), one.at("data"))
	assert.Equal(t, b.server.URL+b.path("{v1}/domains/")+b.DomainID("acme.dev"), one.at("data", "links", "self"))
}

func TestDomainErrors(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	malformed := b.do("GET", "{v1}/domains/acme.dev", nil)
	assert.Equal(t, http.StatusBadRequest, malformed.status)
	assert.Equal(t, "ADMIN-400-2", malformed.at("errors", 0, "code"))

	unknown := b.do("GET", "{v1}/domains/11111111-2222-4333-8444-555555555555", nil)
	assert.Equal(t, http.StatusNotFound, unknown.status)
	assert.Equal(t, "ADMIN-404-3", unknown.at("errors", 0, "code"))
}

func TestDomainPagesAreLinkedByAddress(t *testing.T) {
	t.Parallel()

	org := simulator.Organization{Name: "Many"}
	for i := range 250 {
		org.Domains = append(org.Domains, simulator.Domain{Name: fmt.Sprintf("d%03d.example", i)})
	}

	b := start(t, simulator.Options{Organization: org})

	var names []string

	pages := 0
	for address := "{v1}/domains"; address != ""; pages++ {
		got := b.ok("GET", address, nil)
		names = append(names, got.column("attributes", "name")...)

		address, _ = got.at("links", "next").(string)
		if address != "" {
			require.True(t, strings.HasPrefix(address, b.server.URL+b.path("{v1}/domains?cursor=")), address)

			parsed, err := url.Parse(address)
			require.NoError(t, err)
			require.NotEmpty(t, parsed.Query().Get("cursor"))
		}
	}

	assert.Len(t, names, 250)
	assert.Equal(t, 3, pages)
	assert.Equal(t, "d249.example", names[249])
}

func TestDomainsChangeInTheConsole(t *testing.T) {
	t.Parallel()

	b := start(t, simulator.Options{})

	require.NoError(t, b.SetDomainClaim("ACME.dev", "missing_token"))
	require.NoError(t, b.AddDomain("new.example", "", ""))
	require.NoError(t, b.RemoveDomain("acme-labs.example"))

	list := b.ok("GET", "{v1}/domains", nil)
	assert.Equal(t, []string{"acme.example", "acme.dev", "new.example"}, list.column("attributes", "name"))
	assert.Equal(t, []string{"verified", "missing_token", "verified"}, list.column("attributes", "claim", "status"))

	require.ErrorIs(t, b.SetDomainClaim("nowhere.example", "verified"), simulator.ErrNotFound)
	require.ErrorIs(t, b.RemoveDomain("nowhere.example"), simulator.ErrNotFound)
	require.ErrorContains(t, b.SetDomainClaim("acme.dev", "fine"), `"fine" is none of verified`)
	require.ErrorContains(t, b.AddDomain("acme.dev", "", ""), "listed already")
	require.ErrorContains(t, b.AddDomain("x.example", "email", ""), "claim_type")
	require.ErrorContains(t, b.AddDomain("a@x.example", "", ""), "not a domain name")
}
