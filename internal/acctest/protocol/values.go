// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"fmt"
	"maps"
	"math/big"
	"reflect"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type unknown struct{}

// String makes failed assertions readable.
func (unknown) String() string { return "(known after apply)" }

// Unknown stands for a value that is only known after apply.
var Unknown any = unknown{}

// encode makes a protocol value of a plain one.
func encode(typ tftypes.Type, value any, at string) (tftypes.Value, error) {
	var zero tftypes.Value
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(typ, nil), nil
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue), nil
	case *big.Float:
		return primitive(typ, tftypes.Number, value, at)
	}
	if typ.Is(tftypes.DynamicPseudoType) {
		typ = infer(value)
	}
	v := reflect.ValueOf(value)
	switch v.Kind() { //nolint:exhaustive // the rest is refused below
	case reflect.Pointer:
		if v.IsNil() {
			return tftypes.NewValue(typ, nil), nil
		}
		return encode(typ, v.Elem().Interface(), at)
	case reflect.String:
		return primitive(typ, tftypes.String, v.String(), at)
	case reflect.Bool:
		return primitive(typ, tftypes.Bool, v.Bool(), at)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return primitive(typ, tftypes.Number, big.NewFloat(0).SetInt64(v.Int()), at)
	case reflect.Float32, reflect.Float64:
		return primitive(typ, tftypes.Number, big.NewFloat(v.Float()), at)
	case reflect.Slice:
		return encodeSequence(typ, v, at)
	case reflect.Map:
		return encodeMapping(typ, v, at)
	}
	return zero, fmt.Errorf("%s: a %T is no Terraform value", at, value)
}

func primitive(typ, given tftypes.Type, value any, at string) (tftypes.Value, error) {
	if !typ.Is(given) {
		return tftypes.Value{}, fmt.Errorf("%s: got a %s where a %s belongs", at, given, typ)
	}
	return tftypes.NewValue(typ, value), nil
}

func encodeSequence(typ tftypes.Type, v reflect.Value, at string) (tftypes.Value, error) {
	var element func(int) tftypes.Type
	switch typ := typ.(type) {
	case tftypes.List:
		element = func(int) tftypes.Type { return typ.ElementType }
	case tftypes.Set:
		element = func(int) tftypes.Type { return typ.ElementType }
	case tftypes.Tuple:
		element = func(i int) tftypes.Type { return typ.ElementTypes[i] }
	default:
		return tftypes.Value{}, fmt.Errorf("%s: got a list where a %s belongs", at, typ)
	}
	values := make([]tftypes.Value, v.Len())
	for i := range values {
		one, err := encode(element(i), v.Index(i).Interface(), fmt.Sprintf("%s[%d]", at, i))
		if err != nil {
			return tftypes.Value{}, err
		}
		values[i] = one
	}
	return tftypes.NewValue(typ, values), nil
}

func encodeMapping(typ tftypes.Type, v reflect.Value, at string) (tftypes.Value, error) {
	given := make(map[string]any, v.Len())
	for _, key := range v.MapKeys() {
		if key.Kind() != reflect.String {
			return tftypes.Value{}, fmt.Errorf("%s: keys must be strings", at)
		}
		given[key.String()] = v.MapIndex(key).Interface()
	}
	values := make(map[string]tftypes.Value, len(given))
	put := func(name string, typ tftypes.Type) error {
		value, err := encode(typ, given[name], at+"."+name)
		values[name] = value
		return err
	}
	switch typ := typ.(type) {
	case tftypes.Map:
		for name := range given {
			if err := put(name, typ.ElementType); err != nil {
				return tftypes.Value{}, err
			}
		}
	case tftypes.Object:
		for name := range given {
			if _, ok := typ.AttributeTypes[name]; !ok {
				return tftypes.Value{}, fmt.Errorf("%s: the schema has no %q; it has %v",
					at, name, slices.Sorted(maps.Keys(typ.AttributeTypes)))
			}
		}
		for name, typ := range typ.AttributeTypes {
			if err := put(name, typ); err != nil {
				return tftypes.Value{}, err
			}
		}
	default:
		return tftypes.Value{}, fmt.Errorf("%s: got an object where a %s belongs", at, typ)
	}
	return tftypes.NewValue(typ, values), nil
}

// infer gives the type of a value that goes where any type is allowed.
func infer(value any) tftypes.Type {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.Bool:
		return tftypes.Bool
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Float32, reflect.Float64:
		return tftypes.Number
	case reflect.Slice:
		types := make([]tftypes.Type, v.Len())
		for i := range types {
			types[i] = infer(v.Index(i).Interface())
		}
		return tftypes.Tuple{ElementTypes: types}
	case reflect.Map:
		types := make(map[string]tftypes.Type, v.Len())
		for _, key := range v.MapKeys() {
			types[key.String()] = infer(v.MapIndex(key).Interface())
		}
		return tftypes.Object{AttributeTypes: types}
	default:
		return tftypes.String
	}
}

// decode makes a plain value of a protocol value.
func decode(value tftypes.Value) (any, error) {
	switch {
	case value.IsNull():
		return nil, nil //nolint:nilnil // null is nil here
	case !value.IsKnown():
		return Unknown, nil
	}
	typ := value.Type()
	switch {
	case typ.Is(tftypes.String):
		var s string
		err := value.As(&s)
		return s, err
	case typ.Is(tftypes.Bool):
		var b bool
		err := value.As(&b)
		return b, err
	case typ.Is(tftypes.Number):
		return decodeNumber(value)
	case typ.Is(tftypes.List{}), typ.Is(tftypes.Set{}), typ.Is(tftypes.Tuple{}):
		var values []tftypes.Value
		if err := value.As(&values); err != nil {
			return nil, err
		}
		list := make([]any, len(values))
		for i, one := range values {
			v, err := decode(one)
			if err != nil {
				return nil, err
			}
			list[i] = v
		}
		return list, nil
	case typ.Is(tftypes.Map{}), typ.Is(tftypes.Object{}):
		return decodeObject(value)
	default:
		return nil, fmt.Errorf("a value of type %s can't be read", typ)
	}
}

func decodeNumber(value tftypes.Value) (any, error) {
	number := new(big.Float)
	if err := value.As(&number); err != nil {
		return nil, err
	}
	if i, accuracy := number.Int64(); accuracy == big.Exact {
		return i, nil
	}
	f, _ := number.Float64()
	return f, nil
}

// decodeObject is nil for null.
func decodeObject(value tftypes.Value) (map[string]any, error) {
	if value.IsNull() {
		return nil, nil //nolint:nilnil // null is nil here
	}
	var values map[string]tftypes.Value
	if err := value.As(&values); err != nil {
		return nil, err
	}
	object := make(map[string]any, len(values))
	for name, one := range values {
		v, err := decode(one)
		if err != nil {
			return nil, err
		}
		object[name] = v
	}
	return object, nil
}
