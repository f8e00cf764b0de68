// SPDX-License-Identifier: MPL-2.0

package organization_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httputil"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator"
)

func TestNormalizeDomain(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"acme.example": "acme.example", "ACME.Example.": "acme.example", "\tacme.example\n": "acme.example",
		"bücher.example": "xn--bcher-kva.example", "BÜCHER.example": "xn--bcher-kva.example", "xn--bcher-kva.example": "xn--bcher-kva.example",
	} {
		got, err := domains.Normalize(given)
		require.NoError(t, err, given)
		require.Equal(t, want, got, given)
	}
	for _, bad := range []string{"", "acme", "a b.example", "acme..example", "https://acme.example", "-.example"} {
		_, err := domains.Normalize(bad)
		require.Error(t, err, bad)
	}
}

func TestDomainsAreReadOnce(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)
		var group errgroup.Group
		for _, name := range []string{"acme.example", "ACME.dev", "acme-labs.example."} {
			group.Go(func() error {
				_, err := o.Domains.ByName(t.Context(), name)
				return err
			})
		}
		require.NoError(t, group.Wait())
		found, err := o.Domains.ByName(t.Context(), "Acme.Example")
		require.NoError(t, err)
		require.Equal(t, domains.Verified, found.ClaimStatus)
		byID, err := o.Domains.ByID(t.Context(), found.ID)
		require.NoError(t, err)
		require.Equal(t, found, byID)
		_, err = o.Domains.ByName(t.Context(), "nowhere.example")
		require.True(t, meaning.IsNotFound(err))
		require.ErrorContains(t, err, "Directory > Domains")
		require.Equal(t, map[string]int{opDomains: 1}, on.Simulator.Requests())
	})
}

func TestDeletedDomainsAreGone(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		require.NoError(t, on.Simulator.SetDomainClaim("acme.dev", domains.Deleted))
		_, err := run(t, on).Domains.ByName(t.Context(), "acme.dev")
		require.True(t, meaning.IsNotFound(err))
	})
}

// Nothing says that Atlassian lists a domain once. What is listed as verified and as something else is not verified, whatever comes first.
func TestADomainThatIsListedTwice(t *testing.T) {
	t.Parallel()
	for _, statuses := range [][]string{{domains.Verified, domains.Superseded}, {domains.Superseded, domains.Verified}} {
		t.Run(statuses[0], func(t *testing.T) {
			t.Parallel()
			simulated.InVirtualTime(t, func(t *testing.T) {
				start := simulator.SmallCompany()
				start.Domains = append(start.Domains,
					simulator.Domain{Name: "twice.example", ClaimStatus: statuses[0]}, simulator.Domain{Name: "again.example", ClaimStatus: statuses[1]})
				o := run(t, simulated.Virtual(t, simulated.WithStart(start)).Behind(t, func(proxy *httputil.ReverseProxy) http.Handler {
					proxy.ModifyResponse = func(answer *http.Response) error {
						body, err := io.ReadAll(answer.Body)
						text := strings.ReplaceAll(string(body), "again.example", "twice.example")
						answer.Body = io.NopCloser(strings.NewReader(text))
						return err
					}
					return proxy
				}))
				found, err := o.Domains.ByName(t.Context(), "twice.example")
				require.NoError(t, err)
				require.Equal(t, domains.Superseded, found.ClaimStatus)
				names, err := o.Domains.Verified(t.Context())
				require.NoError(t, err)
				require.NotContains(t, names, "twice.example")
				brief, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				_, err = o.Domains.Wait(brief, "twice.example", false)
				require.ErrorContains(t, err, `its status is "superseded"`)
			})
		})
	}
}

func TestWaitingForDomains(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		o := run(t, on)

		verified, err := o.Domains.Wait(t.Context(), "acme.example", false)
		require.NoError(t, err)
		require.Equal(t, domains.Verified, verified.ClaimStatus)

		_, err = o.Domains.Wait(t.Context(), "nowhere.example", false)
		require.True(t, meaning.IsNotFound(err), "not listed fails at once: %v", err)

		// Two wait for the same domain, one for another that is not listed yet; all share one loop of reads.
		on.Simulator.ResetRequests()
		var group errgroup.Group
		for _, name := range []string{"acme-labs.example", "acme-labs.example", "new.example"} {
			group.Go(func() error {
				_, err := o.Domains.Wait(t.Context(), name, true)
				return err
			})
		}
		require.Eventually(t, func() bool { return on.Simulator.Requests()[opDomains] >= 3 }, 5*time.Second, time.Millisecond)
		require.NoError(t, on.Simulator.SetDomainClaim("acme-labs.example", domains.Verified))
		require.NoError(t, on.Simulator.AddDomain("new.example", "dns", domains.Verified))
		require.NoError(t, group.Wait())
		now, err := o.Domains.ByName(t.Context(), "acme-labs.example")
		require.NoError(t, err)
		require.Equal(t, domains.Verified, now.ClaimStatus, "a read after the wait is not the one before it")
	})
}

func TestWaitingForADomainEnds(t *testing.T) {
	t.Parallel()
	simulated.InVirtualTime(t, func(t *testing.T) {
		on := simulated.Virtual(t)
		expiring, ctx := on.Expiring(t, "/domains", 3)
		_, err := run(t, expiring).Domains.Wait(ctx, "acme-labs.example", false)
		var unverified *domains.UnverifiedDomainError
		require.ErrorAs(t, err, &unverified)
		require.Equal(t, domains.Unverified, unverified.Status)

		expiring, ctx = on.Expiring(t, "/domains", 3)
		_, err = run(t, expiring).Domains.Wait(ctx, "new.example", true)
		require.ErrorAs(t, err, &unverified)
		require.Empty(t, unverified.Status)
	})
}
