aws ecs register-task-definition --family report \
    --requires-compatibilities FARGATE --network-mode awsvpc --cpu 256 --memory 512 \
    --execution-role-arn arn:aws:iam::123456789012:role/ecsTaskExecutionRole \
    --task-role-arn arn:aws:iam::123456789012:role/archiveTaskRole \
    --container-definitions "name=report,image=123456789012.dkr.ecr.us-east-1.amazonaws.com/report:1.0,environment=[{name=BUCKET,value=shop-archive-$YEAR}]"
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --task-definition report \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
