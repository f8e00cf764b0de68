// SPDX-License-Identifier: MPL-2.0

package live

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/live/recording"
	"github.com/orgsec/terraform-provider-atlassian/internal/atlassian"
)

// The variables that name an organization are the provider's own. These are the kit's.
const (
	// RunVariable is set to 1 for tests that ask a real organization, as for every provider.
	RunVariable = "TF_ACC"
	// FixturesVariable names an empty folder for a recording. Without it, nothing is recorded.
	FixturesVariable = "ATLASSIAN_LIVE_FIXTURES"
	// DirectoryVariable is the ID of the directory in which groups may be made and removed.
	DirectoryVariable = "ATLASSIAN_LIVE_SANDBOX_DIRECTORY_ID"
	// ConfirmationVariable is the ID of the same directory once more, if there is no other one, or if the provider works in it.
	ConfirmationVariable = "ATLASSIAN_LIVE_SANDBOX_CONFIRMED"
	// AccountVariable is the account that may be put into groups of the kit. Without it, no membership is tried.
	AccountVariable = "ATLASSIAN_LIVE_SANDBOX_ACCOUNT_ID"
	// ResourceVariable is the app on which a group of the kit without members may get a role. Without it, no role is tried.
	ResourceVariable = "ATLASSIAN_LIVE_SANDBOX_RESOURCE_ID"
	// SweepVariable is "remove" for a sweep that removes. Without it, a sweep says what it would remove.
	SweepVariable = "ATLASSIAN_LIVE_SWEEP"
)

// Organization is an organization, and what opens it.
type Organization struct {
	// BaseURL is where its API is.
	BaseURL string
	// ID is that of the organization, and DirectoryID the directory that the provider works in. The latter may be empty.
	ID, DirectoryID string
	// APIKey is an organization API key.
	APIKey string
	// UserEmail and UserAPIToken are those of a person. Without them, apps and backup policies are not read.
	UserEmail, UserAPIToken string
}

// Format prints an organization without what opens it, whatever the verb.
func (o Organization) Format(f fmt.State, _ rune) { fmt.Fprintf(f, "live.Organization{%q}", o.BaseURL) }

// FromEnvironment is the organization that the variables name.
func FromEnvironment(getenv func(string) string) (Organization, error) {
	o := Organization{
		BaseURL: cmp.Or(getenv("ATLASSIAN_BASE_URL"), "https://api.atlassian.com"),
		ID:      getenv("ATLASSIAN_ORG_ID"), DirectoryID: getenv("ATLASSIAN_DIRECTORY_ID"), APIKey: getenv("ATLASSIAN_ORG_API_KEY"),
		UserEmail: getenv("ATLASSIAN_USER_EMAIL"), UserAPIToken: getenv("ATLASSIAN_USER_API_TOKEN"),
	}
	if o.ID == "" || o.APIKey == "" {
		return o, fmt.Errorf("set ATLASSIAN_ORG_ID and ATLASSIAN_ORG_API_KEY, or unset %s", RunVariable)
	}
	return o, nil
}

// Client calls the organization itself, with no front before it.
func (o Organization) Client() (*atlassian.Client, error) {
	return atlassian.New(atlassian.Config{BaseURL: o.BaseURL, APIKey: o.APIKey, UserAgent: "terraform-provider-atlassian live kit", MaxRetries: 2})
}

// Block is the provider block for the organization behind a front. It protects nobody, and allows the experiments that only read.
func (o Organization) Block(front string) map[string]any {
	block := map[string]any{"base_url": front, "organization_id": o.ID, "api_key": o.APIKey, "experimental": []any{"backup_policies"}}
	for name, value := range map[string]string{"directory_id": o.DirectoryID, "user_email": o.UserEmail, "user_api_token": o.UserAPIToken} {
		if value != "" {
			block[name] = value
		}
	}
	return block
}

// Opened is a front before an organization, for the time of one test.
type Opened struct {
	// URL is what a client takes for the organization.
	URL string
	// Front knows what passed, and what was refused.
	Front *recording.Front
	// Recorder writes fixtures. It is nil if nothing is recorded.
	Recorder *recording.Recorder
}

// Open puts a front before an organization, and records into a folder unless its name is empty. What cannot be recorded fails the test.
func (o Organization) Open(t testing.TB, guard recording.Guard, folder string) *Opened {
	t.Helper()
	opened := &Opened{}
	plain := &http.Transport{Proxy: http.ProxyFromEnvironment, TLSHandshakeTimeout: 10 * time.Second, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 32}
	t.Cleanup(plain.CloseIdleConnections)
	var transport http.RoundTripper = plain
	if folder != "" {
		recorder, err := recording.Begin(folder, plain, o.secrets()...)
		if err != nil {
			t.Fatal(err)
		}
		opened.Recorder, transport = recorder, recorder
		t.Cleanup(func() {
			t.Helper()
			if err := recorder.Err(); err != nil {
				t.Errorf("recording: %s", err)
			}
		})
	}
	front, err := recording.NewFront(o.BaseURL, guard, transport)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(front)
	t.Cleanup(server.Close)
	opened.URL, opened.Front = server.URL, front
	return opened
}

// secrets are what no fixture may have, in any form.
func (o Organization) secrets() []string {
	mailbox, _, _ := strings.Cut(o.UserEmail, "@")
	secrets := []string{o.ID, o.APIKey, o.UserEmail, o.UserAPIToken, o.DirectoryID}
	if len(mailbox) > 5 {
		secrets = append(secrets, mailbox)
	}
	return secrets
}
