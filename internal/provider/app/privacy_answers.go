// SPDX-License-Identifier: MPL-2.0

package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// privacyAnswers is what is made of a vendor's answers about privacy and security. What is absent, or has another form, is
// null.
type privacyAnswers struct {
	StoresOutside    types.Bool
	ProcessesOutside types.Bool
	DataResidency    types.String
	SharesData       types.Bool
	ThirdParties     types.List
}

// newPrivacyAnswers reads the answers. Unverified: the names in them, which are those of the form that vendors fill in, and
// whether they stand at the top or below "commonCloud", as in the next version of the API.
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

// looseBool reads a truth that may be written as a text.
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

// normalJSON is a JSON text with sorted names and without blanks, so that the same answers are the same text.
func normalJSON(text string) (string, error) {
	var encoded bytes.Buffer
	encoder := json.NewEncoder(&encoded)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(decodeJSON(text)); err != nil {
		return "", fmt.Errorf("writing the answers: %w", err)
	}
	return strings.TrimSpace(encoded.String()), nil
}
