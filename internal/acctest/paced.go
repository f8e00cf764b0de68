// SPDX-License-Identifier: MPL-2.0

package acctest

import (
	"context"
	"net/http"
	"testing"
	"time"

	frameworkprovider "github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// Impatient is a pace for tests in which something is waited for in vain.
var Impatient = organization.Pace{
	PollMin: 10 * time.Millisecond, PollMax: 20 * time.Millisecond, Visible: 400 * time.Millisecond, Granted: 200 * time.Millisecond,
}

// Soon is the time, for a `timeouts` attribute, after which a test wants an operation to end that waits in vain. It is not shorter, because
// the requests before the wait need their time on a busy machine.
const Soon = "3s"

// whole is the provider with everything that it implements.
type whole interface {
	frameworkprovider.ProviderWithActions
	frameworkprovider.ProviderWithFunctions
	frameworkprovider.ProviderWithListResources
}

// paced is the provider but for its own configuration, so that a test can shorten its waits.
type paced struct {
	whole

	settings organization.Settings
}

// Configure makes a run of its own, as the provider does.
func (p *paced) Configure(_ context.Context, _ frameworkprovider.ConfigureRequest, resp *frameworkprovider.ConfigureResponse) {
	o, err := organization.New(p.settings)
	if err != nil {
		resp.Diagnostics.AddError("Cannot set up the organization", err.Error())
		return
	}
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.ActionData = o, o, o, o
}

// ImpatientFactories are [ProviderFactories] with a provider for the organization that is [Impatient], for cases in which somebody takes
// away what has just been created.
func ImpatientFactories(t testing.TB, org *simulated.Organization) map[string]func() (tfprotov6.ProviderServer, error) {
	t.Helper()
	settings := settingsOf(org)
	settings.Pace = Impatient
	return factories(func() frameworkprovider.Provider {
		return &paced{whole: everything(t), settings: settings}
	})
}

// PacedServer is a provider in process that waits no longer than the pace says. It protects the given accounts.
func PacedServer(t testing.TB, org *simulated.Organization, pace organization.Pace, protected ...string) *protocol.Server {
	t.Helper()
	settings := settingsOf(org)
	settings.ProtectedAccountIDs, settings.Pace = protected, pace
	return start(t, settings)
}

// Process is a provider in process whose requests a transport carries out, and which ends with the context. It waits as the
// provider does for Atlassian. Changes are to what else the provider block says.
func Process(
	ctx context.Context, t testing.TB, org *simulated.Organization, transport http.RoundTripper, changes ...func(*organization.Settings),
) *protocol.Server {
	t.Helper()
	settings := settingsOf(org)
	settings.Transport = transport
	for _, change := range changes {
		change(&settings)
	}
	return start(t, settings, protocol.WithContext(ctx))
}

func settingsOf(org *simulated.Organization) organization.Settings {
	return organization.Settings{
		OrganizationID:    org.Credentials.OrganizationID,
		BaseURL:           org.URL,
		Transport:         org.Transport,
		APIKey:            org.Credentials.APIKey,
		UserEmail:         org.Credentials.UserEmail,
		UserAPIToken:      org.Credentials.UserAPIToken,
		AllowAppUninstall: true,
		MaxRetries:        2,
		RequestTimeout:    time.Minute,
	}
}

func everything(t testing.TB) whole {
	t.Helper()
	all, ok := provider.New("test")().(whole)
	if !ok {
		t.Fatal("the provider lacks functions, list resources or actions")
	}
	return all
}

func start(t testing.TB, settings organization.Settings, options ...protocol.Option) *protocol.Server {
	t.Helper()
	server := protocol.New(t, &paced{whole: everything(t), settings: settings}, append(options, protocol.WithKnown(&known))...)
	if err := server.Configure(nil).Err(); err != nil {
		t.Fatalf("configure the provider: %s", err)
	}
	return server
}
