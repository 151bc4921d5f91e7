aws logs tail /ecs/uploader
aws iam get-user-policy --user-name dev --policy-name deploy
aws iam get-role-policy --role-name photoTaskRole --policy-name save
NEW=$(aws ecs register-task-definition --cli-input-json file://uploader.json \
    --task-role-arn arn:aws:iam::123456789012:role/photoTaskRole --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster lab --service uploader --task-definition $NEW
aws ecs wait services-stable --cluster lab --services uploader
