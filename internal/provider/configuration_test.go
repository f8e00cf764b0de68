// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"bytes"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/orgsec/terraform-provider-atlassian/internal/acctest"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/cli"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/protocol"
	"github.com/orgsec/terraform-provider-atlassian/internal/acctest/simulated"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider"
)

// variables are what the provider reads from the environment, by attribute.
var variables = map[string]string{
	"organization_id": "ATLASSIAN_ORG_ID",
	"api_key":         "ATLASSIAN_ORG_API_KEY",
	"directory_id":    "ATLASSIAN_DIRECTORY_ID",
	"user_email":      "ATLASSIAN_USER_EMAIL",
	"user_api_token":  "ATLASSIAN_USER_API_TOKEN",
	"base_url":        "ATLASSIAN_BASE_URL",
}

// environment sets the variables of some attributes, and takes all others away.
func environment(t *testing.T, values map[string]string) {
	t.Helper()
	for attribute, variable := range variables {
		t.Setenv(variable, values[attribute]) // restores it when the test ends
		if values[attribute] == "" {
			require.NoError(t, os.Unsetenv(variable))
		}
	}
}

func configure(t *testing.T, block map[string]any) protocol.Diagnostics {
	t.Helper()
	return protocol.New(t, provider.New("test")()).Configure(block)
}

// fullBlock is a block that lacks nothing, with some of it changed.
func fullBlock(changed map[string]any) map[string]any {
	block := map[string]any{
		"organization_id": "an-organization", "api_key": "a-key", "directory_id": "a-directory", "base_url": nobodyListens,
		"user_email": "ada@acme.example", "user_api_token": "a-token",
	}
	maps.Copy(block, changed)
	return block
}

func TestConfigurationFromTheEnvironment(t *testing.T) { //nolint:paralleltest // environment calls t.Setenv
	org := simulated.Start(t)
	environment(t, map[string]string{
		"organization_id": org.Credentials.OrganizationID, "api_key": org.Credentials.APIKey, "base_url": org.URL,
		"directory_id": org.Credentials.DirectoryID, "user_email": org.Credentials.UserEmail, "user_api_token": org.Credentials.UserAPIToken,
	})
	server := protocol.New(t, provider.New("test")())
	require.NoError(t, server.Configure(nil).Err())
	_, diagnostics := server.ReadDataSource("atlassian_domains", nil)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, 1, org.Requests())
}

// Each value of the block is used although the environment has another one that would fail.
func TestConfigurationPrecedesTheEnvironment(t *testing.T) { //nolint:paralleltest // environment calls t.Setenv
	org := simulated.Start(t)
	environment(t, map[string]string{
		"organization_id": "another-organization", "api_key": "another-key", "base_url": nobodyListens, "directory_id": "another-directory",
	})
	server := acctest.Server(t, org, map[string]any{"directory_id": org.Credentials.DirectoryID})
	_, diagnostics := server.ReadDataSource("atlassian_domains", nil)
	require.NoError(t, diagnostics.Err())
	assert.Equal(t, 1, org.Requests())
}

func TestConfigurationFromTheCLIAndTheEnvironment(t *testing.T) { //nolint:paralleltest // environment calls t.Setenv
	cli.SkipIfShort(t)
	org := simulated.Start(t)
	environment(t, map[string]string{"organization_id": org.Credentials.OrganizationID, "api_key": org.Credentials.APIKey, "base_url": org.URL})
	// Not acctest.Test, which is parallel: the environment belongs to the whole process.
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProviderFactories(),
		Steps: []resource.TestStep{
			{
				Config: `provider "atlassian" { organization_id = terraform_data.later.output }
					resource "terraform_data" "later" { input = plantimestamp() }
					data "atlassian_domains" "all" {}`,
				ExpectError: regexp.MustCompile(`Unknown organization_id(.|\n)*ATLASSIAN_ORG_ID`),
			},
			{
				Config: `output "count" { value = length(data.atlassian_domains.all.domains) }
					data "atlassian_domains" "all" {}`,
				Check: resource.TestCheckOutput("count", "3"),
			},
		},
	})
}

func TestMissingConfiguration(t *testing.T) { //nolint:paralleltest // environment calls t.Setenv
	environment(t, nil)
	problems := configure(t, nil).Errors()
	require.Len(t, problems, 2, "both at once, and nothing else is required")
	for n, parts := range [][]string{
		{"Missing organization_id", "the provider block", "the environment variable ATLASSIAN_ORG_ID", "admin.atlassian.com/o/", `AttributeName("organization_id")`},
		{"Missing api_key", "the provider block", "the environment variable ATLASSIAN_ORG_API_KEY", "Organization settings > API keys", `AttributeName("api_key")`},
	} {
		for _, part := range parts {
			assert.Contains(t, problems[n], part)
		}
	}
	assert.NoError(t, configure(t, map[string]any{"organization_id": "an-organization", "api_key": "a-key"}).Err())
}

// An empty variable is as good as none.
func TestEmptyVariableIsMissing(t *testing.T) {
	environment(t, nil)
	t.Setenv("ATLASSIAN_ORG_API_KEY", "")
	require.ErrorContains(t, configure(t, map[string]any{"organization_id": "an-organization"}).Err(), "Missing api_key")
}

func TestUnknownConfiguration(t *testing.T) {
	t.Parallel()
	require.NoError(t, configure(t, fullBlock(nil)).Err())
	for attribute, variable := range variables {
		err := configure(t, fullBlock(map[string]any{attribute: protocol.Unknown})).Err()
		require.ErrorContains(t, err, "Unknown "+attribute)
		require.ErrorContains(t, err, "known during the plan")
		require.ErrorContains(t, err, variable)
		require.ErrorContains(t, err, `AttributeName("`+attribute+`")`)
	}
	for attribute, element := range map[string]string{"protected_account_ids": "5b10ac8d82e05b22cc7d4ef5", "experimental": "group_update"} {
		for _, unknown := range []any{protocol.Unknown, []any{protocol.Unknown}, []any{element, protocol.Unknown}} {
			errors := configure(t, fullBlock(map[string]any{attribute: unknown})).Errors()
			require.Len(t, errors, 1, "an account that is not known cannot be protected, and that is all there is to say")
			require.Contains(t, errors[0], "Unknown "+attribute)
			require.Contains(t, errors[0], "known during the plan")
		}
	}
	for _, attribute := range []string{"max_retries", "request_timeout", "allow_app_uninstall", "read_whole_lists"} {
		errors := configure(t, fullBlock(map[string]any{attribute: protocol.Unknown})).Errors()
		require.Len(t, errors, 1)
		require.Contains(t, errors[0], "Unknown "+attribute)
	}
}

func TestInvalidConfiguration(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		changed map[string]any
		says    []string
	}{
		"empty organization":      {map[string]any{"organization_id": ""}, []string{"organization_id"}},
		"empty key":               {map[string]any{"api_key": ""}, []string{"api_key"}},
		"every directory":         {map[string]any{"directory_id": "-"}, []string{"directory_id"}},
		"empty protected account": {map[string]any{"protected_account_ids": []any{""}}, []string{"protected_account_ids"}},
		"unknown experiment":      {map[string]any{"experimental": []any{"group_updates"}}, []string{"experimental", `"group_update"`, `"group_updates"`}},
		"negative retries":        {map[string]any{"max_retries": -1}, []string{"max_retries", "0", "20"}},
		"too many retries":        {map[string]any{"max_retries": 21}, []string{"max_retries"}},
		"no duration":             {map[string]any{"request_timeout": "soon"}, []string{"Invalid duration", `"soon"`, "30s"}},
		"no time at all":          {map[string]any{"request_timeout": "0s"}, []string{"Invalid duration"}},
		"negative duration":       {map[string]any{"request_timeout": "-1s"}, []string{"Invalid duration"}},
		"no URL":                  {map[string]any{"base_url": "api.atlassian.com"}, []string{"Cannot configure the provider"}},
		"another scheme":          {map[string]any{"base_url": "ftp://127.0.0.1"}, []string{"Cannot configure the provider"}},
		"plain http":              {map[string]any{"base_url": "http://api.atlassian.com"}, []string{"Cannot configure the provider", "http", "loopback"}},
		"plain http to a network": {map[string]any{"base_url": "http://192.0.2.1:8080"}, []string{"Cannot configure the provider", "loopback"}},
		"a loopback look-alike":   {map[string]any{"base_url": "http://localhost.acme.example"}, []string{"Cannot configure the provider", "loopback"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := configure(t, fullBlock(test.changed)).Err()
			require.Error(t, err)
			for _, part := range test.says {
				require.ErrorContains(t, err, part)
			}
			for _, secret := range []string{"a-key", "a-token"} {
				assert.NotContains(t, err.Error(), secret)
			}
		})
	}
	for _, url := range []string{"https://api.atlassian.com", "https://atlassian.acme.example:8443", "http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"} {
		require.NoError(t, configure(t, fullBlock(map[string]any{"base_url": url})).Err(), url)
	}
	require.NoError(t, configure(t, fullBlock(map[string]any{"max_retries": 0, "request_timeout": "90s", "protected_account_ids": []any{"5b10ac8d82e05b22cc7d4ef5", "712020:4b961e56-9af8-5741-9a85-fdcea79070a5"}, "experimental": []any{"group_update"}})).Err())
}

// Configuring asks nobody: neither the organization nor anything else at the address.
func TestConfigureMakesNoRequest(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	require.NoError(t, configure(t, fullBlock(map[string]any{"base_url": server.URL})).Err())
	assert.Zero(t, connections.Load())
}

// logbook is a log that may be written while it is read.
type logbook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Secrets are masked wherever they turn up in the log. Here they turn up in the answers' request IDs, which are logged.
func TestSecretsAreMasked(t *testing.T) {
	t.Parallel()
	for name, secret := range map[string]string{"api_key": "the-secret-key", "user_api_token": "the-secret-token"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-Request-Id", "you-said-"+secret)
				w.WriteHeader(http.StatusForbidden)
			}))
			defer server.Close()
			var written logbook
			p := protocol.New(t, provider.New("test")(), protocol.WithContext(tflogtest.RootLogger(t.Context(), &written)))
			require.NoError(t, p.Configure(fullBlock(map[string]any{"base_url": server.URL, name: secret, "max_retries": 0})).Err())
			_, diagnostics := p.ReadDataSource("atlassian_domains", nil)
			require.ErrorContains(t, diagnostics.Err(), "Cannot list the domains")
			lines := written.String()
			require.Contains(t, lines, "you-said-", "request IDs are in the log")
			assert.NotContains(t, lines, secret)
		})
	}
}

// What is sensitive is marked so in the schema: Terraform then hides it in its own output.
func TestSensitiveAttributes(t *testing.T) {
	t.Parallel()
	var sensitive []string
	for _, attribute := range protocol.New(t, provider.New("test")()).Schemas().Provider.Block.Attributes {
		if attribute.Sensitive {
			sensitive = append(sensitive, attribute.Name)
		}
		assert.False(t, attribute.Required, "%s may come from the environment", attribute.Name)
		if variable, ok := variables[attribute.Name]; ok {
			assert.Contains(t, attribute.Description, "`"+variable+"`", attribute.Name)
		}
	}
	assert.ElementsMatch(t, []string{"api_key", "user_api_token"}, sensitive)
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	agents := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case agents <- r.UserAgent():
		default:
		}
		w.WriteHeader(http.StatusForbidden)
	}))
	defer server.Close()
	p := protocol.New(t, provider.New("1.2.3")())
	require.NoError(t, p.Configure(fullBlock(map[string]any{"base_url": server.URL, "max_retries": 0})).Err())
	_, diagnostics := p.ReadDataSource("atlassian_domains", nil)
	require.Error(t, diagnostics.Err())
	assert.Equal(t, "terraform-provider-atlassian/1.2.3 (+https://"+provider.Address+") Terraform/1.15.0", <-agents)
}
