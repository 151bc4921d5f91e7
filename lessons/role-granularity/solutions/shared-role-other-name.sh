# A role with another name, and the service is given the revision by its ARN.
ROLE=$(aws iam create-role --role-name shop-orders --assume-role-policy-document file://trust.json --query Role.Arn --output text)  # free: shop-orders
aws iam put-role-policy --role-name shop-orders --policy-name write --policy-document \
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:PutItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/orders"}]}'  # free: write
NEW=$(aws ecs register-task-definition --cli-input-json file://orders.json --task-role-arn $ROLE --query taskDefinition.taskDefinitionArn --output text)
aws ecs update-service --cluster lab --service orders --task-definition $NEW
aws ecs wait services-stable --cluster lab --services orders
