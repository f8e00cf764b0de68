// SPDX-License-Identifier: MPL-2.0

package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/apps"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

type marketplaceAppModel struct {
	Key                  types.String `tfsdk:"key"`
	Name                 types.String `tfsdk:"name"`
	Vendor               types.String `tfsdk:"vendor"`
	Summary              types.String `tfsdk:"summary"`
	Status               types.String `tfsdk:"status"`
	CloudFortified       types.Bool   `tfsdk:"cloud_fortified"`
	CloudFortifiedStatus types.String `tfsdk:"cloud_fortified_status"`
	BugBounty            types.Bool   `tfsdk:"bug_bounty"`
	BugBountyStatus      types.String `tfsdk:"bug_bounty_status"`
	LatestCloudVersion   types.String `tfsdk:"latest_cloud_version"`
	LatestReleasedAt     types.String `tfsdk:"latest_cloud_version_released_at"`
	PaymentModel         types.String `tfsdk:"payment_model"`
	PrivacyAndSecurity   types.String `tfsdk:"privacy_and_security"`
	StoresOutside        types.Bool   `tfsdk:"stores_data_outside_atlassian"`
	ProcessesOutside     types.Bool   `tfsdk:"processes_data_outside_atlassian"`
	DataResidency        types.String `tfsdk:"data_residency"`
	SharesData           types.Bool   `tfsdk:"shares_data_with_third_parties"`
	ThirdParties         types.List   `tfsdk:"third_parties"`
}

func (m *marketplaceAppModel) fill(app apps.MarketplaceApp) error {
	m.Name, m.Vendor, m.Summary, m.Status = types.StringValue(app.Name), base.StringOrNull(app.Vendor), base.StringOrNull(app.Summary), base.StringOrNull(app.Status)
	m.CloudFortifiedStatus, m.CloudFortified = program(app.CloudFortified)
	m.BugBountyStatus, m.BugBounty = program(app.BugBounty)
	if latest := app.Latest; latest != nil {
		m.LatestCloudVersion, m.LatestReleasedAt, m.PaymentModel = base.StringOrNull(latest.Name), base.StringOrNull(latest.ReleaseDate), base.StringOrNull(latest.PaymentModel)
	}
	answers := newPrivacyAnswers(app.PrivacyAndSecurity)
	m.StoresOutside, m.ProcessesOutside, m.DataResidency = answers.StoresOutside, answers.ProcessesOutside, answers.DataResidency
	m.SharesData, m.ThirdParties = answers.SharesData, answers.ThirdParties
	if app.PrivacyAndSecurity == "" {
		return nil
	}
	text, err := normalJSON(app.PrivacyAndSecurity)
	m.PrivacyAndSecurity = types.StringValue(text)
	return err
}

// program returns the status of an app in a program, and whether the app is in the program.
func program(status string) (types.String, types.Bool) {
	if status == "" {
		return types.StringNull(), types.BoolNull()
	}
	return types.StringValue(status), types.BoolValue(status == approved)
}

// privacyAnswers holds a vendor's answers about privacy and security. An answer that is missing, or has another form, is null.
type privacyAnswers struct {
	StoresOutside    types.Bool
	ProcessesOutside types.Bool
	DataResidency    types.String
	SharesData       types.Bool
	ThirdParties     types.List
}

// newPrivacyAnswers reads the answers. Unverified: the names in them, which come from the form that vendors fill in, and whether
// they are at the top or below "commonCloud", as in the next version of the API.
func newPrivacyAnswers(text string) privacyAnswers {
	all, _ := decodeJSON(text).(map[string]any)
	if below, ok := all["commonCloud"].(map[string]any); ok {
		all = below
	}
	at := func(section, name string) any {
		answers, _ := all[section].(map[string]any)
		return answers[name]
	}
	answers := privacyAnswers{
		StoresOutside:    looseBool(at("dataAccessAndStorage", "appStoresEUDOutsideAtlassian")),
		ProcessesOutside: looseBool(at("dataAccessAndStorage", "appProcessEUDOutsideAtlassian")),
		DataResidency:    types.StringNull(),
		SharesData:       looseBool(at("thirdPartyInformation", "isEndUserDataShared")),
		ThirdParties:     types.ListNull(types.StringType),
	}
	if residency, ok := at("dataResidency", "isDataResidencySupported").(string); ok {
		answers.DataResidency = base.StringOrNull(residency)
	}
	if parties, ok := at("thirdPartyInformation", "thirdPartyDetails").([]any); ok {
		names := []string{}
		for _, party := range parties {
			details, _ := party.(map[string]any)
			if name, ok := details["name"].(string); ok {
				names = append(names, name)
			}
		}
		answers.ThirdParties = base.StringList(names)
	}
	return answers
}

// looseBool reads a boolean that may be written as a string.
func looseBool(value any) types.Bool {
	switch value := value.(type) {
	case bool:
		return types.BoolValue(value)
	case string:
		switch strings.ToLower(value) {
		case "true", "yes":
			return types.BoolValue(true)
		case "false", "no":
			return types.BoolValue(false)
		}
	}
	return types.BoolNull()
}

func decodeJSON(text string) any {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	return value
}

// normalJSON returns JSON with sorted names and without blanks, so that the same answers are the same string.
func normalJSON(text string) (string, error) {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(decodeJSON(text)); err != nil {
		return "", fmt.Errorf("writing the answers: %w", err)
	}
	return strings.TrimSpace(encoded.String()), nil
}
