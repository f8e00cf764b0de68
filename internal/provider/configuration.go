// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// configuration is the provider block.
type configuration struct {
	OrganizationID      types.String `tfsdk:"organization_id"`
	APIKey              types.String `tfsdk:"api_key"`
	DirectoryID         types.String `tfsdk:"directory_id"`
	UserEmail           types.String `tfsdk:"user_email"`
	UserAPIToken        types.String `tfsdk:"user_api_token"`
	BaseURL             types.String `tfsdk:"base_url"`
	ProtectedAccountIDs types.Set    `tfsdk:"protected_account_ids"`
	AllowAppUninstall   types.Bool   `tfsdk:"allow_app_uninstall"`
	Experimental        types.Set    `tfsdk:"experimental"`
	ReadWholeLists      types.Bool   `tfsdk:"read_whole_lists"`
	MaxRetries          types.Int64  `tfsdk:"max_retries"`
	RequestTimeout      types.String `tfsdk:"request_timeout"`
}

const (
	defaultBaseURL        = "https://api.atlassian.com"
	defaultMaxRetries     = 4
	defaultRequestTimeout = time.Minute
	maxRetries            = 20
)

// setting is a text from the configuration, or else from the environment.
type setting struct {
	attribute, variable string
	// form is the form of the value. It is nil if any text is valid.
	form *base.Form
	// where says where to find the value; empty if the setting is optional.
	where string
}

var (
	organizationIDSetting = setting{
		"organization_id", "ATLASSIAN_ORG_ID", &base.OrganizationID,
		"You find it in the address bar of Atlassian Administration (admin.atlassian.com/o/ORGANIZATION_ID/…), and once beside a new API key.",
	}
	apiKeySetting = setting{
		"api_key", "ATLASSIAN_ORG_API_KEY", nil,
		"An organization admin makes one in Atlassian Administration under Organization settings > API keys. It is not an API token of a person.",
	}
	directoryIDSetting  = setting{"directory_id", "ATLASSIAN_DIRECTORY_ID", &base.DirectoryID, ""}
	userEmailSetting    = setting{"user_email", "ATLASSIAN_USER_EMAIL", nil, ""}
	userAPITokenSetting = setting{"user_api_token", "ATLASSIAN_USER_API_TOKEN", nil, ""}
	baseURLSetting      = setting{"base_url", "ATLASSIAN_BASE_URL", nil, ""}
)

// Schema describes the provider block.
func (p *atlassian) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Manages the security settings of an Atlassian organization: people and their roles, groups, authentication policies, domains, Marketplace apps, IP allowlists and data residency.",
		Attributes: map[string]schema.Attribute{
			"organization_id": schema.StringAttribute{
				MarkdownDescription: "ID of the organization. Required here or in the environment variable `ATLASSIAN_ORG_ID`, because an API key with scopes cannot discover it. " +
					"You find it in the address bar of Atlassian Administration after `/o/`. A state belongs to one organization: if you change the ID, the next plan of what is in the state fails.",
				Optional:   true,
				Validators: []validator.String{base.OrganizationID},
			},
			"api_key": schema.StringAttribute{
				MarkdownDescription: "Organization API key. Required here or in the environment variable `ATLASSIAN_ORG_API_KEY`. " +
					"Create it in Atlassian Administration under Organization settings > API keys.",
				Optional:   true,
				Sensitive:  true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"directory_id": schema.StringAttribute{
				MarkdownDescription: "ID of the directory for resources and data sources that do not set their own. You can also set the environment variable `ATLASSIAN_DIRECTORY_ID`. " +
					"An organization with one directory does not need it. If there are several, an error lists them.",
				Optional:   true,
				Validators: []validator.String{base.DirectoryID},
			},
			"user_email": schema.StringAttribute{
				MarkdownDescription: "E-mail address of the person who owns the API token in `user_api_token`. You can also set the environment variable `ATLASSIAN_USER_EMAIL`. " +
					"Only the types for Marketplace apps and backup policies need it, and the controls of `atlassian_security_posture` about these.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"user_api_token": schema.StringAttribute{
				MarkdownDescription: "API token of a person who administers the sites, and for backup policies the organization. You can also set the environment variable `ATLASSIAN_USER_API_TOKEN`. " +
					"Only the types for Marketplace apps and backup policies need it, and the controls of `atlassian_security_posture` about these, because their APIs do not accept an organization API key. Create it at https://id.atlassian.com/manage-profile/security/api-tokens.",
				Optional:   true,
				Sensitive:  true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"base_url": schema.StringAttribute{
				MarkdownDescription: "Base URL of Atlassian's admin API. You can also set the environment variable `ATLASSIAN_BASE_URL`. " +
					"Plain `http` is allowed only for a loopback address, such as the simulator's. Default: `https://api.atlassian.com`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"protected_account_ids": schema.SetAttribute{
				MarkdownDescription: "Account IDs of break-glass accounts. A plan fails if it would suspend, remove or deactivate one of them, take a group, a direct role or the role of an organization admin from it, or move it to another authentication policy. This applies to all resources and actions. " +
					"If Atlassian's answers do not show whether it would, the plan or, at the latest, the apply fails before it changes anything. The guide [Accounts that keep their access](guides/accounts-that-keep-access.md#break-glass-accounts) says in which order to set up such an account. An ID looks like `712020:4b961e56-9af8-5741-9a85-fdcea79070a5`. An e-mail address is an error, and an ID that no account of the organization has is a warning. Default: none.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.Set{setvalidator.ValueStringsAre(base.ProtectedAccountID)},
			},
			"allow_app_uninstall": schema.BoolAttribute{
				MarkdownDescription: "Whether `atlassian_approved_apps` with `on_unapproved = \"uninstall\"` and the action `atlassian_uninstall_app` may uninstall Marketplace apps. If not, both fail. Experimental: uninstalling an app can delete its data, and Atlassian does not document what happens to the billing of a paid app. Default: `false`.",
				Optional:            true,
			},
			"experimental": experimentalAttribute(),
			"read_whole_lists": schema.BoolAttribute{
				MarkdownDescription: "Whether most of the groups, members and people of your organization are in the configuration, one resource or data source for each. If so, the provider searches for fewer of them before it reads a whole list, " +
					"and a plan of many objects takes about half as many requests: at most 1.1 times those of the lists, and two more for each list. If a configuration has only a few objects of a long list, a plan takes more requests than it must, up to 11 times as many. " +
					"What a plan shows is the same in both cases. The page [Benchmarks](https://github.com/orgsec/terraform-provider-atlassian/blob/main/docs/proof/benchmarks.md) has figures. Default: `false`, which takes at most about twice as many requests as the cheaper way.",
				Optional: true,
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: fmt.Sprintf("How often the provider retries a request that failed for a temporary reason, 0 to %d. "+
					"A retry because Atlassian limits the rate does not count. Default: `%d`.", maxRetries, defaultMaxRetries),
				Optional:   true,
				Validators: []validator.Int64{int64validator.Between(0, maxRetries)},
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "How long one try of a request may take, as a duration such as `30s` or `2m`. Default: `1m`.",
				Optional:            true,
			},
		},
	}
}

// settings reads the provider block and the environment. The block has precedence. It reports every problem at once.
func (p *atlassian) settings(ctx context.Context, req provider.ConfigureRequest) (organization.Settings, diag.Diagnostics) {
	var block configuration
	diags := base.Get(ctx, req.Config, &block)
	if diags.HasError() {
		return organization.Settings{}, diags
	}
	s := organization.Settings{
		OrganizationID: organizationIDSetting.read(block.OrganizationID, &diags),
		APIKey:         apiKeySetting.read(block.APIKey, &diags),
		DirectoryID:    directoryIDSetting.read(block.DirectoryID, &diags),
		BaseURL:        baseURLSetting.read(block.BaseURL, &diags),
		UserAgent:      fmt.Sprintf("terraform-provider-atlassian/%s (+https://%s) Terraform/%s", p.version, Address, req.TerraformVersion),
		MaxRetries:     defaultMaxRetries,
		RequestTimeout: defaultRequestTimeout,
	}
	s.UserEmail = userEmailSetting.read(block.UserEmail, &diags)
	s.UserAPIToken = userAPITokenSetting.read(block.UserAPIToken, &diags)
	if block.AllowAppUninstall.IsUnknown() {
		diags.Append(unknown("allow_app_uninstall", ""))
	}
	s.AllowAppUninstall = block.AllowAppUninstall.ValueBool()
	if block.ReadWholeLists.IsUnknown() {
		diags.Append(unknown("read_whole_lists", ""))
	}
	s.ReadWholeLists = block.ReadWholeLists.ValueBool()

	if s.BaseURL == "" {
		s.BaseURL = defaultBaseURL
	}
	s.ProtectedAccountIDs = knownTexts(ctx, "protected_account_ids", block.ProtectedAccountIDs, &diags) // one that is not known cannot be protected
	s.Experimental = knownTexts(ctx, "experimental", block.Experimental, &diags)
	if block.MaxRetries.IsUnknown() {
		diags.Append(unknown("max_retries", ""))
	} else if !block.MaxRetries.IsNull() {
		s.MaxRetries = int(block.MaxRetries.ValueInt64())
	}
	if block.RequestTimeout.IsUnknown() {
		diags.Append(unknown("request_timeout", ""))
	} else if !block.RequestTimeout.IsNull() {
		text := block.RequestTimeout.ValueString()
		timeout, err := time.ParseDuration(text)
		if err != nil || timeout <= 0 {
			diags.AddAttributeError(path.Root("request_timeout"), "Invalid duration",
				fmt.Sprintf("%q is no positive duration. Write a number with a unit, such as 30s or 2m.", text))
		}
		s.RequestTimeout = timeout
	}
	s.Log = maskingLog(s.APIKey, s.UserAPIToken)
	return s, diags
}

// read returns the value from the block, or else from the environment. It reports a required value that is missing.
func (s setting) read(configured types.String, diags *diag.Diagnostics) string {
	if configured.IsUnknown() {
		diags.Append(unknown(s.attribute, s.variable))
		return ""
	}
	if !configured.IsNull() { // the validators have checked it
		return configured.ValueString()
	}
	value := os.Getenv(s.variable)
	if s.form != nil && value != "" {
		diags.Append(s.form.InVariable(path.Root(s.attribute), s.variable, value)...)
	}
	if value == "" && s.where != "" {
		diags.AddAttributeError(path.Root(s.attribute), "Missing "+s.attribute,
			fmt.Sprintf("Set %s in the provider block, or the environment variable %s. %s", s.attribute, s.variable, s.where))
	}
	return value
}

// knownTexts reads a set. It reports a set that is not known yet, and one with an element that is not.
func knownTexts(ctx context.Context, attribute string, configured types.Set, diags *diag.Diagnostics) []string {
	var texts []types.String
	if !configured.IsUnknown() { // the framework calls that a bug of the provider
		diags.Append(configured.ElementsAs(ctx, &texts, false)...)
	}
	known := base.Strings(texts)
	if configured.IsUnknown() || len(known) < len(texts) {
		diags.Append(unknown(attribute, ""))
	}
	return known
}

func unknown(attribute, variable string) diag.Diagnostic {
	advice := "Give it a value that is known during the plan"
	if variable != "" {
		advice += ", or leave it out and set the environment variable " + variable
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Unknown "+attribute,
		fmt.Sprintf("The provider cannot be configured while %s is known only after apply. %s.", attribute, advice))
}

// maskingLog writes the client's messages to Terraform's log. It masks the secrets, should one ever be in a message.
func maskingLog(secrets ...string) func(context.Context, slog.Level, string, map[string]any) {
	var known []string
	for _, secret := range secrets {
		if secret != "" {
			known = append(known, secret)
		}
	}
	return func(ctx context.Context, level slog.Level, message string, fields map[string]any) {
		ctx = tflog.MaskLogStrings(tflog.MaskAllFieldValuesStrings(ctx, known...), known...)
		switch {
		case level >= slog.LevelError:
			tflog.Error(ctx, message, fields)
		case level >= slog.LevelWarn:
			tflog.Warn(ctx, message, fields)
		case level >= slog.LevelInfo:
			tflog.Info(ctx, message, fields)
		case level >= slog.LevelDebug:
			tflog.Debug(ctx, message, fields)
		default:
			tflog.Trace(ctx, message, fields)
		}
	}
}
